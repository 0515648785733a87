import { describe, expect, it } from '@jest/globals';
import { IsInt, IsString, Min, getMetadataStorage, validateSync } from 'class-validator';
import { rememberInheritedChecks } from './remembered-checks.js';

rememberInheritedChecks();

class Parent {
  @IsString()
  name!: unknown;
}

class Child extends Parent {
  @IsInt()
  age!: unknown;
}

function broken(value: object): string[] {
  return validateSync(value).map(({ property }) => property);
}

describe('remembered checks', () => {
  it('are the own ones and those of the parents, every time', () => {
    for (let time = 0; time < 3; time += 1) {
      expect(broken(Object.assign(new Child(), { name: 1, age: 'x' })).sort()).toEqual(['age', 'name']);
      expect(broken(Object.assign(new Parent(), { name: 1, age: 'x' }))).toEqual(['name']);
    }
    expect(broken(Object.assign(new Child(), { name: 'Ada', age: 36 }))).toEqual([]);
  });

  it('are found out once', () => {
    const find = () => getMetadataStorage().getTargetValidationMetadatas(Child, '', false, false);
    expect(find()).toBe(find());
  });

  it('know of checks that are added later', () => {
    class Late {
      count = 0;
    }
    expect(broken(Object.assign(new Late(), { other: 1 }))).toHaveLength(1);
    Min(1)(Late.prototype, 'count');
    expect(broken(new Late())).toEqual(['count']);
  });
});

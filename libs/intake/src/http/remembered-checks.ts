import { getMetadataStorage } from 'class-validator';

/**
 * Makes class-validator remember which checks a class has, with those it inherits. It looks through all classes there are
 * for every object it validates, and with a hundred kinds of facts that takes longer than the checks themselves.
 */
export function rememberInheritedChecks(): void {
  const storage = getMetadataStorage();
  const lookUp = storage.getTargetValidationMetadatas.bind(storage);
  const add = storage.addValidationMetadata.bind(storage);
  const remembered = new Map<object, Map<string, ReturnType<typeof lookUp>>>();

  storage.getTargetValidationMetadatas = (target, schema, always, strictGroups, groups) => {
    if (groups && groups.length > 0) return lookUp(target, schema, always, strictGroups, groups);
    const ofTarget = remembered.get(target) ?? new Map<string, ReturnType<typeof lookUp>>();
    remembered.set(target, ofTarget);
    const key = `${schema} ${always} ${strictGroups}`;
    const found = ofTarget.get(key) ?? lookUp(target, schema, always, strictGroups);
    ofTarget.set(key, found);
    return found;
  };
  storage.addValidationMetadata = (metadata) => {
    remembered.clear();
    add(metadata);
  };
}

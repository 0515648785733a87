/** The rebuild is another process's by now; what this one was at is not in the tables. */
export class RebuildLost extends Error {
  constructor() {
    super('the rebuild was taken over by another process, or given up');
    this.name = 'RebuildLost';
  }
}

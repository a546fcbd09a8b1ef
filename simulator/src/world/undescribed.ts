/** A world was asked for what it does not describe: which key is missing, and what was to be known. */
export class Undescribed extends Error {
  constructor(
    /** The key of the world's file: `users`, `tables.domains`. */
    readonly key: string,
    readonly question: string,
  ) {
    super(`the world does not describe "${key}", and the dry run needs to know ${question}`);
  }
}

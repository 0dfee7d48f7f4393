/** Why something failed, in the failure's own words. */
export function reasonOf(error: unknown): string {
  // A host with several addresses that all refuse is one error without a message of its own.
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  if (!(error instanceof Error)) return String(error);
  return error.message === '' ? error.name : error.message;
}

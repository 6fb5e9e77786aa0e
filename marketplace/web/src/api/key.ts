import { useState } from 'react';

/** Gives keys for Idempotency-Key: the same one as long as the same thing is sent, so that sending it again is safe. */
export function keeper(): (sent: unknown) => string {
  let key = '';
  let last: string | undefined;
  return (sent) => {
    const now = JSON.stringify(sent, named);
    if (now !== last) [key, last] = [random(), now];
    return key;
  };
}

export function useKeeper() {
  return useState(keeper)[0];
}

// Files have no JSON: another one has another name, size or date.
function named(_: string, value: unknown) {
  return value instanceof File ? [value.name, value.size, value.lastModified] : value;
}

// crypto.randomUUID is not there on plain HTTP, which a store inside a company may be served by.
function random(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('');
}

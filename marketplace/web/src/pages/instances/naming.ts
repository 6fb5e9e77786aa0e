/** What an instance's name has to be; the server says so, too. */
const right = /^[a-z]([-a-z0-9]{0,52}[a-z0-9])?$/;

export function isName(name: string): boolean {
  return right.test(name);
}

/** A name for a new instance of an app: the app's, as far as it fits, and something that makes it unlike others. */
export function proposeName(app: string, random = Math.random): string {
  const letters = app
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^[^a-z]+/, '')
    .slice(0, 24)
    .replace(/-+$/, '');
  const tail = Array.from({ length: 5 }, () => 'bcdfghjklmnpqrstvwxz2456789'.charAt(Math.floor(random() * 27))).join('');
  return `${letters || 'app'}-${tail}`;
}

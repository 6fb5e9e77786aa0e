import { test as base, type Browser, type BrowserContext, type Page } from '@playwright/test';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Cluster } from './cluster';
import { startStore, type RunningStore } from './store';
import { speak, type Language } from './words';

/** The passwords of those whom the administrator creates. */
const password = 'a long phrase of a person';

/** Somebody at a browser of their own, who has signed in. */
export class Person {
  constructor(
    readonly page: Page,
    readonly words: (english: string) => RegExp,
    readonly shots: string,
  ) {
    page.on('pageerror', (error) => this.complaints.push(error.message));
    // An answer such as 404 is the page's business, which says what it means.
    page.on('console', (message) => message.type() === 'error' && !/^Failed to load resource/.test(message.text()) && this.complaints.push(message.text()));
  }

  /** What the browser complained about: a broken script, something that the content security policy forbids. */
  readonly complaints: string[] = [];

  button(word: string) {
    return this.page.getByRole('button', { name: this.words(word) });
  }

  link(word: string) {
    return this.page.getByRole('link', { name: this.words(word) });
  }

  tab(word: string) {
    return this.page.getByRole('tab', { name: this.words(word) });
  }

  field(word: string) {
    const name = this.words(word);
    return this.page.getByRole('textbox', { name }).or(this.page.getByRole('combobox', { name })).last(); // a dialog's come last
  }

  item(word: string) {
    return this.page.getByRole('menuitem', { name: this.words(word) });
  }

  text(word: string) {
    return this.page.getByText(this.words(word));
  }

  /** A text of the screen wherever it stands among others. */
  inside(word: string) {
    return new RegExp(this.words(word).source.slice(1, -1));
  }

  /** The badge that says how something is. */
  status(word: string) {
    return this.page.locator('.mantine-Badge-root').filter({ hasText: this.words(word) }).first();
  }

  /** The line of a version, which opens to what can be done with it. */
  version(number: string) {
    return this.page.locator('.mantine-Accordion-control').filter({ hasText: number });
  }

  /** What is below the line of a version. */
  inVersion(number: string) {
    return this.page.locator('.mantine-Accordion-item').filter({ hasText: number });
  }

  /** The field of a parameter in the form of settings. */
  setting(title: string) {
    return this.page.getByRole('textbox', { name: new RegExp(title, 'i') }).first();
  }

  /** Chooses from a drop-down. */
  async choose(field: string, option: string | RegExp) {
    await this.field(field).click();
    await this.page.getByRole('option', { name: option }).click();
  }

  /** Keeps a picture of the page, to be looked at. */
  async shoot(name: string) {
    await this.page.screenshot({ path: join(this.shots, `${name}.png`), fullPage: true });
  }
}

/** The people of the story, each in a browser of their own, on one store. */
export class Cast {
  private readonly people = new Map<string, Person>();

  constructor(
    private readonly browser: Browser,
    readonly store: RunningStore,
    readonly language: Language,
    private readonly words: (english: string) => RegExp,
  ) {
    this.cluster = new Cluster(store.kubeconfig());
  }

  /** What is behind the store. */
  readonly cluster: Cluster;

  /** Somebody who has not signed in. */
  async stranger(name: string): Promise<Person> {
    const shots = join(import.meta.dirname, 'screenshots', this.language);
    mkdirSync(shots, { recursive: true });
    const context: BrowserContext = await this.browser.newContext({ baseURL: this.store.address, locale: this.language === 'ko' ? 'ko-KR' : 'en-US', viewport: { width: 1280, height: 800 } });
    const person = new Person(await context.newPage(), this.words, shots);
    this.people.set(name, person);
    return person;
  }

  /** Whoever has this name; signs in the first time. */
  async as(name: string): Promise<Person> {
    const known = this.people.get(name);
    if (known) return known;
    const person = await this.stranger(name);
    if (name === 'admin') {
      await person.page.goto(this.store.adminLink);
      await person.button('Sign in as administrator').click();
      await person.page.waitForURL(/settings/);
      return person;
    }
    await person.page.goto('/sign-in');
    await person.field('User name').fill(name);
    await person.page.locator('input[name=password]').fill(name === 'project-regular' ? this.store.password : password);
    await person.page.locator('form').getByRole('button', { name: this.words('Sign in') }).click();
    await person.page.waitForURL(/apps/);
    return person;
  }

  /** Everybody who has come so far. */
  everybody(): [string, Person][] {
    return [...this.people];
  }

  /** The password that an administrator gives to whom they create. */
  readonly newPassword = password;
}

/** Tests whose store and people live as long as the tests of one language. */
export const test = base.extend<object, { cast: Cast }>({
  cast: [
    async ({ browser }, use, info) => {
      const language = info.project.name as Language;
      const store = await startStore(language);
      await use(new Cast(browser, store, language, await speak(language)));
      await store.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
});

export { expect } from '@playwright/test';

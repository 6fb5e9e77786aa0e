import { readFileSync } from 'node:fs';
import { expect, test, type Person } from './people';

test.describe.configure({ mode: 'serial' });

test('1. the administrator creates the role app-review, two users, and invites them', async ({ cast }) => {
  const admin = await cast.as('admin');
  await admin.link('Access Control').click();
  await admin.tab('Platform Roles').click();
  await admin.button('Create').click();
  await admin.field('Role name').fill('app-review');
  await admin.button('Edit Permissions').click();
  await admin.page.getByRole('checkbox', { name: admin.words('App Template Management') }).check();
  await expect(admin.page.getByRole('checkbox', { name: admin.words('App Template Viewing') })).toBeChecked();
  await admin.shoot('role-permissions');
  await admin.button('OK').last().click();
  await admin.button('OK').click();
  await expect(admin.page.getByRole('row', { name: /app-review/ })).toBeVisible();
  await admin.shoot('roles');

  await admin.tab('Users').click();
  await createUser(admin, 'isv', 'platform-regular', cast.newPassword);
  await createUser(admin, 'reviewer', 'app-review', cast.newPassword);
  await createUser(admin, 'reviewer-two', 'app-review', cast.newPassword);
  await admin.shoot('users');

  await admin.page.goto('/workspaces/demo-workspace/members');
  for (const user of ['isv', 'reviewer']) {
    await admin.button('Invite').click();
    await admin.field('User name').fill(user);
    await admin.page.getByRole('option', { name: user, exact: true }).click();
    await admin.choose('Role', 'workspace-admin');
    await admin.page.getByRole('dialog').getByRole('button', { name: admin.words('Invite') }).click();
    await expect(admin.page.getByRole('row', { name: new RegExp(`${user}\\b`) }).first()).toBeVisible();
  }
  await admin.shoot('workspace-members');
});


test('2. the vendor uploads a chart, installs the draft, and submits it', async ({ cast }) => {
  const isv = await cast.as('isv');
  await isv.link('App Templates').click();
  await isv.shoot('templates-empty');
  await isv.button('Upload Template').first().click();
  await isv.page.locator('input[type=file]').setInputFiles(cast.store.charts['redis-11.3.4.tgz']!);
  await expect(isv.text('The package is in order')).toBeVisible();
  await isv.shoot('upload-checked');
  await isv.button('OK').click();
  await expect(isv.page.getByRole('dialog', { name: isv.words('App Information') })).toBeVisible();
  await isv.field('Name').fill('Redis');
  await isv.shoot('upload-information');
  await isv.button('OK').click();
  const row = isv.page.getByRole('row', { name: /Redis/ });
  await expect(row).toContainText(isv.inside('Developing'));
  await isv.shoot('templates');

  await row.getByRole('link', { name: 'Redis' }).click();
  await isv.button('Edit').click();
  await isv.field('Description').fill('A store of keys and values, in memory');
  await isv.shoot('template-edit');
  await isv.button('OK').click();
  await expect(isv.page.getByText('A store of keys and values, in memory')).toBeVisible();

  await open(isv, '11.3.4');
  await isv.shoot('template-versions');
  await isv.inVersion('11.3.4').getByRole('link', { name: isv.words('Install') }).or(isv.inVersion('11.3.4').getByRole('button', { name: isv.words('Install') })).click();
  await isv.field('Name').fill('redis-draft');
  await isv.choose('Project', /demo-project/);
  await isv.shoot('install-basic');
  await isv.button('Next').click();
  await isv.shoot('install-settings');
  await isv.button('Install').click();
  await isv.page.waitForURL(/instances\/ins-/);
  await isv.shoot('instance-creating');
  await expect(isv.status('Running')).toBeVisible({ timeout: 60_000 });
  await isv.shoot('instance-running');

  await isv.page.goto('/workspaces/demo-workspace/templates');
  await isv.page.getByRole('row', { name: /Redis/ }).getByRole('link', { name: 'Redis' }).click();
  await isv.tab('App Instances').click();
  await expect(isv.page.getByRole('row', { name: /redis-draft/ })).toContainText(isv.inside('Running'));
  await isv.shoot('template-instances');

  await isv.tab('Versions').click();
  await submit(isv, '11.3.4');
  await isv.shoot('template-submitted');
});

test('3. an author cannot review, a reviewer rejects with a reason, and the version is submitted again', async ({ cast }) => {
  const isv = await cast.as('isv');
  const reviewer = await cast.as('reviewer');
  await reviewer.link('App Release').click();
  await expect(reviewer.tab('Unreleased')).toHaveAttribute('aria-selected', 'true');
  await reviewer.shoot('reviews');
  await openReview(reviewer);
  await expect(reviewer.page.getByText(reviewer.inside('Passed in {seconds} s')).first()).toBeVisible({ timeout: 60_000 });
  await reviewer.shoot('review');
  const download = reviewer.page.waitForEvent('download');
  await reviewer.page.getByRole('link', { name: reviewer.words('Download report') }).click();
  expect(readFileSync(await (await download).path(), 'utf8')).toContain('<span class="PASSED">PASSED</span>');
  await reviewer.button('Reject').click();
  await reviewer.page.getByRole('dialog').getByRole('button', { name: reviewer.words('Reject') }).click();
  await expect(reviewer.text('A reason is needed')).toBeVisible();
  await reviewer.page.getByRole('dialog').getByRole('textbox').fill('Say in the update log what is in it');
  await reviewer.shoot('review-reject');
  await reviewer.page.getByRole('dialog').getByRole('button', { name: reviewer.words('Reject') }).click();
  await expect(reviewer.status('Rejected')).toBeVisible();

  await isv.page.reload();
  await open(isv, '11.3.4');
  await expect(isv.page.getByText('Say in the update log what is in it')).toBeVisible();
  await isv.shoot('template-rejected');
  await submit(isv, '11.3.4');
});

test('3b. of two reviewers who decide at the same time, one is told that the other was faster', async ({ cast }) => {
  const one = await cast.as('reviewer');
  const two = await cast.as('reviewer-two');
  for (const person of [one, two]) {
    await person.page.goto('/manage/reviews');
    await openReview(person);
  }
  // The second one's page has to be as it was when the first decides, so what would tell it of the change is held back.
  await two.page.route('**/api/v1/events*', (route) => route.abort());
  await two.page.reload();
  await expect(two.button('Pass')).toBeVisible();
  await pass(one);
  await expect(one.status('Passed')).toBeVisible();
  await two.button('Pass').click();
  await two.page.getByRole('dialog').getByRole('button', { name: two.words('Pass') }).click();
  await expect(two.text('Somebody else was faster')).toBeVisible();
  await two.shoot('review-faster');
  await two.page.unroute('**/api/v1/events*');
});

test('4. the vendor releases it to the store, where everybody finds it and installs it', async ({ cast }) => {
  const isv = await cast.as('isv');
  await release(isv, '11.3.4');
  await isv.tab('App Release').click();
  await expect(isv.text('Released to the store')).toBeVisible();
  await isv.shoot('template-release');
  await isv.tab('Versions').click();
  await expect(isv.version('11.3.4')).toContainText(isv.inside('Activated'));
  await open(isv, '11.3.4');
  await isv.link('View in Store').first().click();
  await isv.page.waitForURL(/\/apps\/app-/);
  await isv.shoot('store-app');

  const visitor = await cast.stranger('visitor');
  await visitor.page.goto('/apps');
  await expect(visitor.page.getByRole('link', { name: /Redis/ }).first()).toBeVisible();
  await visitor.shoot('store');
  await visitor.page.getByRole('searchbox').first().fill('nothing-like-it');
  await expect(visitor.page.getByRole('link', { name: /Redis/ })).toHaveCount(0);
  await visitor.shoot('store-search-empty');

  const regular = await cast.as('project-regular');
  await regular.link('App Store').click();
  await regular.page.getByRole('link', { name: /Redis/ }).first().click();
  await regular.link('Install').click();
  await regular.field('Name').fill('redis');
  await regular.choose('Project', /demo-project/);
  await regular.button('Next').click();
  await regular.setting('Memory for data').fill('64mb');
  await regular.page.getByText('YAML', { exact: true }).click();
  await expect(regular.page.locator('.cm-content')).toContainText('64mb');
  await regular.shoot('install-yaml');
  await regular.button('Install').click();
  await expect(regular.status('Running')).toBeVisible({ timeout: 60_000 });
  await regular.shoot('instance');
  expect(await cast.cluster.redis('demo-project', 'redis', 'writer', 'SET', 'greeting', 'hello')).toBe('OK');
});

test('5. the reviewer creates a category and moves the app into it', async ({ cast }) => {
  const reviewer = await cast.as('reviewer');
  await reviewer.link('App Categories').click();
  await reviewer.button('New category').click();
  await reviewer.field('Name').fill('Database');
  await reviewer.page.getByRole('radio', { name: reviewer.words('Database') }).check();
  await reviewer.shoot('category-create');
  await reviewer.button('OK').click();
  await expect(reviewer.text('No app is in this category')).toBeVisible();
  await reviewer.button('Uncategorized').or(reviewer.page.getByRole('navigation').getByText(reviewer.words('Uncategorized'))).first().click();
  await reviewer.page.getByRole('checkbox', { name: /Redis/ }).check();
  await reviewer.button('Change Category').click();
  await reviewer.choose('Category', 'Database');
  await reviewer.button('OK').click();
  await expect(reviewer.page.getByRole('checkbox', { name: /Redis/ })).toHaveCount(0);
  await reviewer.page.getByRole('main').getByText('Database').first().click();
  await expect(reviewer.page.getByRole('checkbox', { name: /Redis/ })).toBeVisible();
  await reviewer.shoot('categories');
});

test('6. the vendor adds a version, which is reviewed and released like the first', async ({ cast }) => {
  const isv = await cast.as('isv');
  const reviewer = await cast.as('reviewer');
  await isv.page.goto('/workspaces/demo-workspace/templates');
  await isv.page.getByRole('row', { name: /Redis/ }).getByRole('link', { name: 'Redis' }).click();
  await isv.button('New Version').click();
  await isv.page.locator('input[type=file]').setInputFiles(cast.store.charts['redis-12.0.0.tgz']!);
  await expect(isv.text('The package is in order')).toBeVisible();
  await isv.button('OK').click();
  await expect(isv.version('12.0.0')).toContainText(isv.inside('Developing'));

  // Who submits a version does not review it, whatever else they are.
  await reviewer.page.goto(new URL(isv.page.url()).pathname);
  await submit(reviewer, '12.0.0');
  await reviewer.page.goto('/manage/reviews');
  await reviewer.page.getByRole('row', { name: /Redis/ }).first().getByRole('link').first().click();
  await expect(reviewer.text('You wrote or submitted this version. Somebody else has to review it.')).toBeVisible();
  await expect(reviewer.button('Pass')).toHaveCount(0);
  await reviewer.shoot('review-own');

  const two = await cast.as('reviewer-two');
  await two.page.goto('/manage/reviews');
  await openReview(two);
  await pass(two);
  await expect(two.status('Passed')).toBeVisible();
  await release(isv, '12.0.0');
});

test('7. the project operator upgrades: settings are kept, and the data is still there', async ({ cast }) => {
  const regular = await cast.as('project-regular');
  await regular.page.goto('/workspaces/demo-workspace/projects/demo-project');
  await regular.shoot('instances');
  await regular.page.getByRole('link', { name: 'redis', exact: true }).click();
  await regular.button('More').click();
  await regular.item('Edit Settings').click();
  await regular.choose('New version', /12\.0\.0/);
  await expect(regular.page.getByText(regular.inside('New default')).first()).toBeVisible();
  await expect(regular.page.locator('.cm-content').last()).toContainText('64mb');
  await expect(regular.page.locator('.cm-content').last()).toContainText('allkeys-lru');
  await regular.shoot('instance-upgrade');
  await regular.button('Update').click();
  await regular.page.waitForURL(/instances\/ins-[a-z0-9]+$/);
  await settled(regular, { number: '12.0.0', current: 2, good: 2 });
  expect(await cast.cluster.redis('demo-project', 'redis', 'reader', 'GET', 'greeting')).toBe('hello');
  expect(await cast.cluster.redis('demo-project', 'redis', 'memory', 'CONFIG', 'GET', 'maxmemory')).toContain(String(64 * 1024 * 1024));
  await regular.tab('Revisions').click();
  await expect(regular.page.getByRole('row', { name: /12\.0\.0/ })).toBeVisible();
  await regular.shoot('instance-revisions');
});

test('7b. an install that fails shows its reason, and is retried', async ({ cast }) => {
  const regular = await cast.as('project-regular');
  const quotas = '/api/v1/namespaces/demo-project/resourcequotas';
  const services = await cast.cluster.call('GET', '/api/v1/namespaces/demo-project/services');
  await cast.cluster.call('POST', quotas, { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'full' }, spec: { hard: { 'count/services': String(services.items.length) } } });
  await regular.link('App Store').click();
  await regular.page.getByRole('link', { name: /Redis/ }).first().click();
  await regular.link('Install').click();
  await regular.field('Name').fill('second');
  await regular.choose('Project', /demo-project/);
  await regular.button('Next').click();
  await regular.button('Install').click();
  await expect(regular.status('Failed')).toBeVisible({ timeout: 60_000 });
  await expect(regular.page.getByText(/exceeded quota/).first()).toBeVisible();
  await regular.shoot('instance-failed');
  await regular.page.goto('/workspaces/demo-workspace/projects/demo-project');
  await expect(regular.page.getByRole('row', { name: /second/ })).toContainText(regular.inside('Failed'));
  await regular.shoot('instances-failed');
  await regular.page.getByRole('link', { name: 'second', exact: true }).click();
  await cast.cluster.call('DELETE', `${quotas}/full`);
  await regular.button('Retry').click();
  await expect(regular.status('Running')).toBeVisible({ timeout: 60_000 });
});

test('8. the reviewer suspends and activates app and version, and whoever uses it keeps it', async ({ cast }) => {
  const reviewer = await cast.as('reviewer');
  const regular = await cast.as('project-regular');
  const visitor = await cast.as('visitor');
  await reviewer.link('Apps in the store').click();
  await reviewer.shoot('manage-store');
  await reviewer.page.getByRole('link', { name: 'Redis' }).click();
  await reviewer.button('Suspend App').click();
  await reviewer.shoot('suspend-app');
  await reviewer.page.getByRole('dialog').getByRole('button', { name: reviewer.words('Suspend App') }).or(reviewer.page.getByRole('dialog').getByRole('button', { name: reviewer.words('OK') })).click();
  await expect(reviewer.button('Activate App')).toBeVisible();
  await reviewer.shoot('manage-app-suspended');
  await visitor.page.goto('/apps');
  await expect(visitor.page.getByRole('heading').first()).toBeVisible();
  await expect(visitor.page.getByRole('link', { name: /Redis/ })).toHaveCount(0);

  await regular.page.goto('/workspaces/demo-workspace/projects/demo-project');
  await regular.page.getByRole('link', { name: 'redis', exact: true }).click();
  await expect(regular.status('Running')).toBeVisible();
  await regular.shoot('instance-suspended');

  await reviewer.button('Activate App').click();
  await reviewer.page.getByRole('dialog').getByRole('button', { name: reviewer.words('Activate App') }).or(reviewer.page.getByRole('dialog').getByRole('button', { name: reviewer.words('OK') })).click();
  await expect(reviewer.button('Suspend App')).toBeVisible();
  await reviewer.button('Actions for version {number}').first().click();
  await reviewer.item('Suspend Version').click();
  await reviewer.page.getByRole('dialog').getByRole('button', { name: reviewer.words('Suspend Version') }).or(reviewer.page.getByRole('dialog').getByRole('button', { name: reviewer.words('OK') })).click();
  await expect(reviewer.page.getByRole('row', { name: /12\.0\.0/ })).toContainText(reviewer.inside('Suspended'));
  await visitor.page.goto('/apps');
  await visitor.page.getByRole('link', { name: /Redis/ }).first().click();
  await expect(visitor.page.getByText('11.3.4').first()).toBeVisible();
  await expect(visitor.page.getByText('12.0.0')).toHaveCount(0);
  await reviewer.button('Actions for version {number}').first().click();
  await reviewer.item('Activate Version').click();
  await reviewer.page.getByRole('dialog').getByRole('button', { name: reviewer.words('Activate Version') }).or(reviewer.page.getByRole('dialog').getByRole('button', { name: reviewer.words('OK') })).click();
  await expect(reviewer.page.getByRole('row', { name: /12\.0\.0/ })).toContainText(reviewer.inside('Activated'));
});

test('9. the operator rolls back, and deletes: what stays is named', async ({ cast }) => {
  const regular = await cast.as('project-regular');
  await regular.page.goto('/workspaces/demo-workspace/projects/demo-project');
  await regular.page.getByRole('link', { name: 'redis', exact: true }).click();
  await regular.button('More').click();
  await regular.item('Roll back').click();
  await regular.shoot('instance-rollback');
  await regular.page.getByRole('dialog').getByRole('button', { name: regular.words('Roll back') }).click();
  await settled(regular, { number: '11.3.4', current: 3, good: 3 });
  expect(await cast.cluster.redis('demo-project', 'redis', 'again', 'GET', 'greeting')).toBe('hello');

  await cast.cluster.keepHook('demo-project', 'redis');
  await regular.button('More').click();
  await regular.item('Delete').click();
  await expect(regular.page.getByRole('dialog').getByText('Service/never')).toBeVisible();
  await regular.page.getByRole('dialog').getByRole('button', { name: regular.words('Delete') }).click();
  await expect(regular.page.getByText(/spec\.ports\[0\]\.port/).first()).toBeVisible({ timeout: 60_000 });
  await regular.shoot('instance-not-deleted');

  await regular.button('Delete again').click();
  await regular.page.getByRole('checkbox', { name: regular.words('Delete it without running its hooks') }).check();
  await expect(regular.page.getByRole('dialog').getByText(/data-redis-0/)).toBeVisible();
  await expect(regular.page.getByRole('dialog').getByText(/data-second-0/)).toHaveCount(0); // another instance's
  await regular.shoot('instance-delete');
  await regular.page.getByRole('dialog').getByRole('button', { name: regular.words('Delete') }).click();
  await regular.page.goto('/workspaces/demo-workspace/projects/demo-project');
  await expect(regular.page.getByRole('link', { name: 'redis', exact: true })).toHaveCount(0, { timeout: 60_000 });
  const claims = await cast.cluster.call('GET', '/api/v1/namespaces/demo-project/persistentvolumeclaims');
  expect(claims.items.map((c: { metadata: { name: string } }) => c.metadata.name)).toContain('data-redis-0');
});

async function createUser(admin: Person, name: string, role: string, password: string) {
  await admin.button('Create').click();
  await admin.field('User name').fill(name);
  await admin.choose('Platform role', role);
  await admin.page.getByRole('dialog').locator('input[autocomplete=new-password]').fill(password);
  await admin.button('OK').click();
  await expect(admin.page.getByRole('row', { name: new RegExp(`^${name} `) })).toBeVisible();
}

/**
 * Waits until the instance that is shown runs at a revision. The word Running alone does not tell: it stands there until
 * the page has heard that the change has begun.
 */
async function settled(person: Person, revision: { number: string; current: number; good: number }) {
  const id = new URL(person.page.url()).pathname.split('/').pop();
  const now = async () => (await person.page.request.get(`/api/v1/instances/${id}`)).json();
  await expect.poll(now, { timeout: 60_000 }).toMatchObject({ state: 'running', ...revision });
  await expect(person.status('Running')).toBeVisible();
}

/** Opens the line of a version, if it is not open. */
async function open(isv: Person, number: string) {
  if ((await isv.version(number).getAttribute('aria-expanded')) !== 'true') await isv.version(number).click();
}

/** Submits a version that is a draft or was rejected, in the two steps of the dialog. */
async function submit(isv: Person, number: string) {
  await open(isv, number);
  await isv.inVersion(number).getByRole('button', { name: isv.words('Submit for Release') }).click();
  await isv.shoot('submit-tests');
  await isv.button('Next').click();
  await isv.field('Update log').fill(`Redis ${number}, with persistence.`);
  await isv.shoot('submit-log');
  await isv.button('OK').click();
  await expect(isv.version(number)).toContainText(isv.inside('Submitted'));
}

/** Opens the review that waits, of Redis. */
async function openReview(reviewer: Person) {
  await reviewer.page.getByRole('row', { name: /Redis/ }).first().getByRole('link').first().click();
  await expect(reviewer.button('Reject')).toBeVisible();
}

/** Passes the version whose review is open, once its verification is green. */
async function pass(reviewer: Person) {
  await expect(reviewer.page.getByText(reviewer.inside('Passed in {seconds} s')).first()).toBeVisible({ timeout: 60_000 });
  await reviewer.button('Pass').click();
  await reviewer.page.getByRole('dialog').getByRole('button', { name: reviewer.words('Pass') }).click();
}

async function release(isv: Person, number: string) {
  await isv.page.reload();
  await open(isv, number);
  await isv.inVersion(number).getByRole('button', { name: isv.words('Release to Store') }).click();
  await isv.shoot('release-confirm');
  await isv.page.getByRole('dialog').getByRole('button', { name: isv.words('OK') }).click();
  await expect(isv.version(number)).toContainText(isv.inside('Activated'));
}

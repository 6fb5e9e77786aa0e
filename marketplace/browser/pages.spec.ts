import { AxeBuilder } from '@axe-core/playwright';
import { tooWide } from './fits';
import { expect, test } from './people';

test.describe.configure({ mode: 'serial' });

/** Each page, by who looks at it. An id stands for what the story has made. */
const pages: [person: string, name: string, path: (ids: Ids) => string][] = [
  ['visitor', 'sign-in', () => '/sign-in'],
  ['visitor', 'store', () => '/apps'],
  ['visitor', 'store-app', ({ app }) => `/apps/${app}`],
  ['visitor', 'not-found', () => '/nowhere'],
  ['isv', 'workspaces', () => '/workspaces'],
  ['isv', 'templates', () => '/workspaces/demo-workspace/templates'],
  ['isv', 'template', ({ app }) => `/workspaces/demo-workspace/templates/${app}`],
  ['isv', 'members', () => '/workspaces/demo-workspace/members'],
  ['isv', 'projects', () => '/workspaces/demo-workspace/projects'],
  ['isv', 'project-members', () => '/workspaces/demo-workspace/projects/demo-project/members'],
  ['isv', 'instances-of-workspace', () => '/workspaces/demo-workspace/instances'],
  ['isv', 'settings', () => '/settings'],
  ['project-regular', 'install', ({ app }) => `/apps/${app}/install`],
  ['project-regular', 'instances', () => '/workspaces/demo-workspace/projects/demo-project'],
  ['project-regular', 'instance', ({ instance }) => `/instances/${instance}`],
  ['project-regular', 'instance-settings', ({ instance }) => `/instances/${instance}/settings`],
  ['reviewer', 'manage-store', () => '/manage/store'],
  ['reviewer', 'manage-app', ({ app }) => `/manage/store/${app}`],
  ['reviewer', 'categories', () => '/manage/categories'],
  ['reviewer', 'reviews', () => '/manage/reviews?tab=all'],
  ['reviewer', 'review', ({ review }) => `/manage/reviews/${review}`],
  ['admin', 'workspaces-of-platform', () => '/workspaces'],
  ['admin', 'access-roles', () => '/platform/access'],
  ['admin', 'access-users', () => '/platform/access?tab=users'],
  ['admin', 'clusters', () => '/platform/clusters'],
  ['admin', 'audit', () => '/platform/audit'],
];

interface Ids {
  app: string;
  instance: string;
  review: string;
}

const looks = [
  { name: 'desktop-light', width: 1280, height: 800, scheme: 'light' },
  { name: 'desktop-dark', width: 1280, height: 800, scheme: 'dark' },
  { name: 'phone-light', width: 390, height: 844, scheme: 'light' },
  { name: 'phone-dark', width: 390, height: 844, scheme: 'dark' },
] as const;

for (const { name: look, width, height, scheme } of looks) {
  test(`every page can be used by everybody, and fits: ${look}`, async ({ cast }) => {
    const ids = await find(cast);
    for (const [who, name, path] of pages) {
      await test.step(name, async () => {
        const { page, shots } = await cast.as(who);
        await page.setViewportSize({ width, height });
        await page.emulateMedia({ colorScheme: scheme, reducedMotion: 'reduce' });
        await page.goto(path(ids));
        await expect(page.getByRole('heading').first()).toBeVisible();
        await expect(page.locator('.mantine-Skeleton-root')).toHaveCount(0);
        await page.screenshot({ path: `${shots}/pages/${look}/${name}.png`, fullPage: true });
        const { violations } = await new AxeBuilder({ page }).analyze();
        const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
        expect.soft(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), `${name}, ${look}`).toEqual([]);
        expect.soft(await tooWide(page), `${name}, ${look}`).toEqual([]);
      });
    }
  });
}

test('the browsers had nothing to complain about', async ({ cast }) => {
  for (const [name, person] of cast.everybody()) expect.soft(person.complaints, name).toEqual([]);
});

/** The ids of what the story has made. */
async function find(cast: import('./people').Cast): Promise<Ids> {
  const ask = async (who: string, path: string) => (await (await cast.as(who)).page.request.get(`/api/v1${path}`)).json();
  const app = (await ask('isv', '/apps?workspace=demo-workspace')).items[0].id;
  const instance = (await ask('project-regular', '/instances?project=demo-project')).items.find((i: { name: string }) => i.name === 'second').id;
  const review = (await ask('reviewer', '/reviews?tab=all')).items[0].id;
  return { app, instance, review };
}

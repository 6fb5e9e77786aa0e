import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { session } from './api/hooks/session';
import { queries } from './api/queries';
import { parseFilters } from './components/useFilters';
import { Broken, Loading, NotFound } from './layout/Fallbacks';
import { Shell } from './layout/Shell';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, validateSearch: parseFilters });

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/apps' });
  },
});

type Load = () => Promise<{ Page: () => React.ReactNode }>;

/** A page that everybody may open. Its code is fetched then; its file exports it under the name `Page`. */
function open<const P extends string>(path: P, load: Load) {
  return createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, 'Page') });
}

/** A page of those who are signed in: others are asked to do so, and brought here then. */
function page<const P extends string>(path: P, load: Load) {
  return createRoute({
    getParentRoute: () => root,
    path,
    component: lazyRouteComponent(load, 'Page'),
    beforeLoad: async ({ location }) => {
      const { user } = await queries.ensureQueryData(session);
      if (!user) throw redirect({ to: '/sign-in', search: { from: location.href } });
    },
  });
}

const tree = root.addChildren([
  home,

  open('/sign-in', () => import('./pages/account/SignIn')),
  open('/link', () => import('./pages/account/AdminLink')),
  open('/invitation', () => import('./pages/account/Invitation')),
  page('/settings', () => import('./pages/account/Settings')),

  open('/apps', () => import('./pages/store/Home')),
  open('/apps/$app', () => import('./pages/store/App')),
  page('/apps/$app/install', () => import('./pages/instances/Install')),

  page('/workspaces', () => import('./pages/workspaces/List')),
  page('/workspaces/$workspace/members', () => import('./pages/workspaces/Members')),
  page('/workspaces/$workspace/projects', () => import('./pages/workspaces/Projects')),
  page('/workspaces/$workspace/projects/$project/members', () => import('./pages/workspaces/ProjectMembers')),
  page('/workspaces/$workspace/templates', () => import('./pages/templates/List')),
  page('/workspaces/$workspace/templates/$app', () => import('./pages/templates/Template')),
  page('/workspaces/$workspace/instances', () => import('./pages/instances/WorkspaceList')),
  page('/workspaces/$workspace/projects/$project', () => import('./pages/instances/List')),
  page('/instances/$instance', () => import('./pages/instances/Instance')),
  page('/instances/$instance/settings', () => import('./pages/instances/Settings')),

  page('/manage/store', () => import('./pages/manage/Store')),
  page('/manage/store/$app', () => import('./pages/manage/App')),
  page('/manage/categories', () => import('./pages/manage/Categories')),
  page('/manage/reviews', () => import('./pages/reviews/List')),
  page('/manage/reviews/$review', () => import('./pages/reviews/Review')),

  page('/platform/access', () => import('./pages/platform/Access')),
  page('/platform/clusters', () => import('./pages/platform/Clusters')),
  page('/platform/audit', () => import('./pages/platform/Audit')),
]);

/** Every address of the client and the page it opens. */
export const router = createRouter({
  routeTree: tree,
  defaultPendingComponent: Loading,
  defaultErrorComponent: Broken,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

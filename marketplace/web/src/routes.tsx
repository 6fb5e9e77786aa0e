import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
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

/** One page, whose code is fetched when it is opened. Its file exports it under the name `Page`. */
function page<const P extends string>(path: P, load: () => Promise<{ Page: () => React.ReactNode }>) {
  return createRoute({ getParentRoute: () => root, path, component: lazyRouteComponent(load, 'Page') });
}

const tree = root.addChildren([
  home,

  page('/sign-in', () => import('./pages/account/SignIn')),
  page('/link', () => import('./pages/account/AdminLink')),
  page('/invitation', () => import('./pages/account/Invitation')),
  page('/settings', () => import('./pages/account/Settings')),

  page('/apps', () => import('./pages/store/Home')),
  page('/apps/$app', () => import('./pages/store/App')),
  page('/apps/$app/install', () => import('./pages/instances/Install')),

  page('/workspaces', () => import('./pages/workspaces/List')),
  page('/workspaces/$workspace', () => import('./pages/workspaces/Workspace')),
  page('/workspaces/$workspace/templates', () => import('./pages/templates/List')),
  page('/workspaces/$workspace/templates/$app', () => import('./pages/templates/Template')),
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

import type { Me } from '../../api/hooks/session';

/** Says whether the user may upload to a workspace: as domain decides it, for what to offer. */
export function mayUpload(me: Me | undefined, workspace: string): boolean {
  const role = me?.workspaces[workspace];
  return me?.user?.role === 'platform-admin' || role === 'workspace-admin' || role === 'workspace-regular';
}

import { queryOptions, useMutation, useQuery } from '@tanstack/react-query';
import { client, data, type Schemas } from '../client';
import { queries } from '../queries';

export type Me = Schemas['Me'];

/** What a platform role can give: domain's permissions. */
export type Permission =
  | 'app-templates.view'
  | 'app-templates.manage'
  | 'users.manage'
  | 'roles.manage'
  | 'workspaces.manage'
  | 'clusters.manage'
  | 'audit.view';

export const session = queryOptions({
  queryKey: ['session'],
  queryFn: () => data(client.GET('/api/v1/session')),
  staleTime: 60_000,
});

/** Who is signed in and what they may do; nobody's has no user. */
export function useSession() {
  return useQuery(session);
}

/** Says what the user's platform role allows. All is refused until the session is known. */
export function useMay(): (permission: Permission) => boolean {
  const { data: me } = useSession();
  return (permission) => me?.permissions.includes(permission) ?? false;
}

/** Says whether the user may change a workspace: its members, invitations and projects. */
export function useMayEditWorkspace(workspace: string): boolean {
  const { data: me } = useSession();
  return useMay()('workspaces.manage') || me?.workspaces[workspace] === 'workspace-admin';
}

export function useSignIn() {
  return useMutation({
    mutationFn: (body: Schemas['Credentials']) => data(client.POST('/api/v1/session', { body })),
    onSuccess: begin,
  });
}

export function useSignInByLink() {
  return useMutation({
    mutationFn: (secret: string) => data(client.POST('/api/v1/session/link', { body: { secret } })),
    onSuccess: begin,
  });
}

export function useSignOut() {
  return useMutation({ mutationFn: () => data(client.DELETE('/api/v1/session')), onSuccess: () => queries.clear() });
}

/** Forgets what another user, or nobody, was shown, and begins with the new session. */
export function begin(me: Me) {
  queries.clear();
  queries.setQueryData(session.queryKey, me);
}

export function useChangePassword() {
  return useMutation({
    mutationFn: (body: { old?: string; new: string }) => data(client.PUT('/api/v1/session/password', { body })),
  });
}

export function useChangeProfile() {
  return useMutation({
    mutationFn: (body: { title: string; email: string; language: '' | 'en' | 'ko' }) =>
      data(client.PATCH('/api/v1/session/profile', { body })),
  });
}

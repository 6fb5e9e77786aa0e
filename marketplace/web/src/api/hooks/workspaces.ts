import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { client, data, type Schemas } from '../client';

export type Workspace = Schemas['Workspace'];
export type Member = Schemas['Member'];
export type Invitation = Schemas['Invitation'];
export type WorkspaceRole = 'workspace-admin' | 'workspace-regular' | 'workspace-viewer';
export const workspaceRoles: WorkspaceRole[] = ['workspace-admin', 'workspace-regular', 'workspace-viewer'];

export function useWorkspaces(query: { q?: string; page?: number; limit: number }) {
  return useQuery({
    queryKey: ['workspaces', query],
    queryFn: () => data(client.GET('/api/v1/workspaces', { params: { query } })),
    placeholderData: keepPreviousData,
  });
}

const at = (workspace: string) => ({ params: { path: { workspace } } });

export function useCreateWorkspace() {
  return useMutation({
    mutationFn: (body: { name: string; title: string; admin?: string }) => data(client.POST('/api/v1/workspaces', { body })),
  });
}

export function useEditWorkspace(workspace: Workspace) {
  return useMutation({
    mutationFn: (title: string) =>
      data(client.PATCH('/api/v1/workspaces/{workspace}', { ...at(workspace.name), body: { title, revision: workspace.revision } })),
  });
}

export function useDeleteWorkspace() {
  return useMutation({
    mutationFn: (workspace: string) => data(client.DELETE('/api/v1/workspaces/{workspace}', at(workspace))),
  });
}

export function useWorkspaceMembers(workspace: string) {
  return useQuery({
    queryKey: ['workspaces', workspace, 'members'],
    queryFn: () => data(client.GET('/api/v1/workspaces/{workspace}/members', at(workspace))),
  });
}

export function usePutWorkspaceMember(workspace: string) {
  return useMutation({
    mutationFn: ({ user, role }: { user: string; role: WorkspaceRole }) =>
      data(
        client.PUT('/api/v1/workspaces/{workspace}/members/{user}', { params: { path: { workspace, user } }, body: { role } }),
      ),
  });
}

export function useDeleteWorkspaceMember(workspace: string) {
  return useMutation({
    mutationFn: (user: string) =>
      data(client.DELETE('/api/v1/workspaces/{workspace}/members/{user}', { params: { path: { workspace, user } } })),
  });
}

export function useInvitations(workspace: string, enabled: boolean) {
  return useQuery({
    queryKey: ['workspaces', workspace, 'invitations'],
    queryFn: () => data(client.GET('/api/v1/workspaces/{workspace}/invitations', at(workspace))),
    enabled,
  });
}

/** Makes an invitation. Its link is in this answer only. */
export function useInvite(workspace: string) {
  return useMutation({
    mutationFn: (body: { role: WorkspaceRole; email?: string }) =>
      data(client.POST('/api/v1/workspaces/{workspace}/invitations', { ...at(workspace), body })),
  });
}

export function useDeleteInvitation(workspace: string) {
  return useMutation({
    mutationFn: (invitation: string) =>
      data(
        client.DELETE('/api/v1/workspaces/{workspace}/invitations/{invitation}', { params: { path: { workspace, invitation } } }),
      ),
  });
}

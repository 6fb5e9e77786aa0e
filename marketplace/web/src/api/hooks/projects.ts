import { useMutation, useQuery } from '@tanstack/react-query';
import { client, data, type Schemas } from '../client';

export type Project = Schemas['Project'];
export type ProjectRole = 'admin' | 'operator' | 'viewer';
export const projectRoles: ProjectRole[] = ['admin', 'operator', 'viewer'];

/** The projects one may see, of a workspace or of all; with install, only those one may install to. */
export function useProjects(query: { workspace?: string; install?: boolean }) {
  return useQuery({
    queryKey: ['projects', query],
    queryFn: () => data(client.GET('/api/v1/projects', { params: { query } })),
    // One that is being made is looked at again until its cluster has answered.
    refetchInterval: ({ state }) => (state.data?.some(({ state: s }) => s === 'preparing' || s === 'deleting') ? 2_000 : false),
  });
}

export function useProject(project: string) {
  return useQuery({
    queryKey: ['projects', 'one', project],
    queryFn: () => data(client.GET('/api/v1/projects/{project}', { params: { path: { project } } })),
  });
}

export function useCreateProject(workspace: string) {
  return useMutation({
    mutationFn: (body: { name: string; title: string; cluster: string }) =>
      data(client.POST('/api/v1/workspaces/{workspace}/projects', { params: { path: { workspace } }, body })),
  });
}

export function useDeleteProject() {
  return useMutation({
    mutationFn: (project: string) => data(client.DELETE('/api/v1/projects/{project}', { params: { path: { project } } })),
  });
}

export function useProjectMembers(project: string) {
  return useQuery({
    queryKey: ['projects', project, 'members'],
    queryFn: () => data(client.GET('/api/v1/projects/{project}/members', { params: { path: { project } } })),
  });
}

export function usePutProjectMember(project: string) {
  return useMutation({
    mutationFn: ({ user, role }: { user: string; role: ProjectRole }) =>
      data(client.PUT('/api/v1/projects/{project}/members/{user}', { params: { path: { project, user } }, body: { role } })),
  });
}

export function useDeleteProjectMember(project: string) {
  return useMutation({
    mutationFn: (user: string) =>
      data(client.DELETE('/api/v1/projects/{project}/members/{user}', { params: { path: { project, user } } })),
  });
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { client, data, type Schemas } from '../client';

export type Role = Schemas['Role'];
export type PermissionInfo = Schemas['PermissionInfo'];

export function usePermissions() {
  return useQuery({ queryKey: ['permissions'], queryFn: () => data(client.GET('/api/v1/permissions')), staleTime: Infinity });
}

export function useRoles() {
  return useQuery({ queryKey: ['roles'], queryFn: () => data(client.GET('/api/v1/roles')) });
}

export interface RoleFields {
  name: string;
  title: string;
  permissions: string[];
}

/** Creates a platform role, or changes the one that is given. */
export function useSaveRole(role?: Role) {
  return useMutation({
    mutationFn: ({ name, ...fields }: RoleFields) =>
      role
        ? data(client.PUT('/api/v1/roles/{role}', { params: { path: { role: role.name } }, body: { ...fields, revision: role.revision } }))
        : data(client.POST('/api/v1/roles', { body: { name, ...fields } })),
  });
}

export function useDeleteRole() {
  return useMutation({
    mutationFn: (role: string) => data(client.DELETE('/api/v1/roles/{role}', { params: { path: { role } } })),
  });
}

import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { client, data, type Schemas } from '../client';

export type User = Schemas['User'];

export interface UserQuery {
  q?: string;
  role?: string;
  page?: number;
  limit: number;
}

export function useUsers(query: UserQuery, enabled = true) {
  return useQuery({
    queryKey: ['users', query],
    queryFn: () => data(client.GET('/api/v1/users', { params: { query } })),
    placeholderData: keepPreviousData,
    enabled,
  });
}

export function useCreateUser() {
  return useMutation({
    mutationFn: (body: { name: string; title: string; email?: string; role: string; password: string }) =>
      data(client.POST('/api/v1/users', { body })),
  });
}

export interface UserChange {
  title?: string;
  email?: string;
  role?: string;
  disabled?: boolean;
  password?: string;
}

export function useEditUser(user: User) {
  return useMutation({
    mutationFn: (change: UserChange) =>
      data(
        client.PATCH('/api/v1/users/{user}', {
          params: { path: { user: user.name } },
          body: { ...change, revision: user.revision },
        }),
      ),
  });
}

export function useDeleteUser() {
  return useMutation({
    mutationFn: (user: string) => data(client.DELETE('/api/v1/users/{user}', { params: { path: { user } } })),
  });
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { client, data, type Schemas } from '../client';

export type Token = Schemas['Token'];

export function useTokens() {
  return useQuery({ queryKey: ['tokens'], queryFn: () => data(client.GET('/api/v1/tokens')) });
}

/** Makes a token. Its secret is in this answer only. */
export function useCreateToken() {
  return useMutation({
    mutationFn: (body: { name: string; expires?: string }) => data(client.POST('/api/v1/tokens', { body })),
  });
}

export function useDeleteToken() {
  return useMutation({
    mutationFn: (token: string) => data(client.DELETE('/api/v1/tokens/{token}', { params: { path: { token } } })),
  });
}

import { useMutation, useQuery } from '@tanstack/react-query';
import { client, data, type Schemas } from '../client';

export type Cluster = Schemas['Cluster'];
export type Purpose = 'projects' | 'verification' | 'both';
export const purposes: Purpose[] = ['projects', 'verification', 'both'];

export function useClusters() {
  return useQuery({
    queryKey: ['clusters'],
    queryFn: () => data(client.GET('/api/v1/clusters')),
    refetchInterval: ({ state }) => (state.data?.some((c) => c.state === 'unknown') ? 2_000 : false),
  });
}

export interface ClusterFields {
  name: string;
  title: string;
  purpose: Purpose;
  kubeconfig: string;
}

/** Registers a cluster, or changes the one that is given: an empty kubeconfig leaves its credentials as they are. */
export function useSaveCluster(cluster?: Cluster) {
  return useMutation({
    mutationFn: ({ name, title, purpose, kubeconfig }: ClusterFields) =>
      cluster
        ? data(
            client.PATCH('/api/v1/clusters/{cluster}', {
              params: { path: { cluster: cluster.name } },
              body: { title, purpose, kubeconfig: kubeconfig || undefined, revision: cluster.revision },
            }),
          )
        : data(client.POST('/api/v1/clusters', { body: { name, title, purpose, kubeconfig } })),
  });
}

export function useCheckCluster() {
  return useMutation({
    mutationFn: (cluster: string) => data(client.POST('/api/v1/clusters/{cluster}/check', { params: { path: { cluster } } })),
  });
}

export function useDeleteCluster() {
  return useMutation({
    mutationFn: (cluster: string) => data(client.DELETE('/api/v1/clusters/{cluster}', { params: { path: { cluster } } })),
  });
}

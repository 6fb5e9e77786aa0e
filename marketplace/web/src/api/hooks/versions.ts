import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { client, data, type Schemas } from '../client';
import { upload } from '../form';
import { useKeeper } from '../key';
import type { Upload } from './templates';

export type Version = Schemas['Version'];
export type Verification = Schemas['Verification'];
export type VersionAction = 'submit' | 'cancel' | 'review' | 'pass' | 'reject' | 'release' | 'suspend' | 'activate';

const at = (version: string) => ({ params: { path: { version } } });

export function useVersions(app: string, query: { page?: number; limit: number }) {
  return useQuery({
    queryKey: ['versions', app, query],
    queryFn: () =>
      data(
        client.GET('/api/v1/apps/{app}/versions', { params: { path: { app }, query: { ...query, order: 'number', descending: true } } }),
      ),
    placeholderData: keepPreviousData,
    enabled: app !== '',
  });
}

export function useUploadVersion(app: string) {
  const key = useKeeper();
  return useMutation({
    mutationFn: (parts: Upload) =>
      data(
        client.POST('/api/v1/apps/{app}/versions', {
          params: { path: { app }, header: { 'Idempotency-Key': key(parts) } },
          ...upload(parts),
        }),
      ),
  });
}

export function useReplacePackage(version: Version) {
  return useMutation({
    mutationFn: (parts: Upload) =>
      data(
        client.PUT('/api/v1/versions/{version}/package', {
          params: { path: { version: version.id }, query: { revision: version.revision } },
          ...upload(parts),
        }),
      ),
  });
}

export function useDeleteVersion({ id, revision }: Version) {
  return useMutation({
    mutationFn: () => data(client.DELETE('/api/v1/versions/{version}', { params: { path: { version: id }, query: { revision } } })),
  });
}

interface Act {
  action: VersionAction;
  /** The version as the user saw it. */
  revision: number;
  message?: string;
  override?: string;
}

export async function actOnVersion(version: string, key: string, { action, ...body }: Act): Promise<Version> {
  return data(
    client.POST('/api/v1/versions/{version}/actions/{action}', {
      params: { path: { version, action }, header: { 'Idempotency-Key': key } },
      body,
    }),
  );
}

export function useActOnVersion(version: string) {
  const key = useKeeper();
  return useMutation({ mutationFn: (act: Act) => actOnVersion(version, key(act), act) });
}

/** Submits a version; an update log that was changed is kept before. */
export function useSubmitVersion(version: Version) {
  const key = useKeeper();
  return useMutation({
    mutationFn: async (changes: string) => {
      const { id } = version;
      const edited = changes !== version.changes;
      const { revision } = edited
        ? await data(client.PATCH('/api/v1/versions/{version}', { ...at(id), body: { changes, revision: version.revision } }))
        : version;
      const act: Act = { action: 'submit', revision };
      return actOnVersion(id, key(act), act);
    },
  });
}

import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { client, data, type Schemas } from '../client';
import { upload, type Parts } from '../form';
import { useKeeper } from '../key';
import { queries } from '../queries';

export type App = Schemas['App'];
export type Details = Schemas['Details'];
export type CheckedPackage = Schemas['CheckedPackage'];

/** What is uploaded: a chart or the reference of a deployer image, and how it is to be called. */
export interface Upload extends Parts {
  package?: File;
  image?: string;
  icon?: Blob;
  name?: string;
  summary?: string;
  category?: string;
  changes?: string;
}

const at = (app: string) => ({ params: { path: { app } } });

export function useTemplates(query: { workspace: string; q?: string; state?: string; page?: number; limit: number }) {
  return useQuery({
    queryKey: ['apps', query],
    queryFn: () => data(client.GET('/api/v1/apps', { params: { query: { ...query, order: 'updated', descending: true } } })),
    placeholderData: keepPreviousData,
  });
}

/** One working copy; none of no id. */
export function useTemplate(app: string) {
  return useQuery({
    queryKey: ['apps', 'one', app],
    queryFn: () => data(client.GET('/api/v1/apps/{app}', at(app))),
    enabled: app !== '',
  });
}

export function useAppAudit(app: string, query: { page?: number; limit: number }) {
  return useQuery({
    queryKey: ['apps', app, 'audit', query],
    queryFn: () => data(client.GET('/api/v1/apps/{app}/audit', { params: { path: { app }, query } })),
    placeholderData: keepPreviousData,
  });
}

/** Has an upload looked at without keeping it; with an app, as a new version of that. */
export function useCheckPackage(workspace: string, app?: string) {
  return useMutation({
    mutationFn: (parts: Upload) =>
      data(
        client.POST('/api/v1/workspaces/{workspace}/packages/check', {
          params: { path: { workspace }, query: { app } },
          ...upload(parts),
        }),
      ),
  });
}

export function useUploadApp(workspace: string) {
  const key = useKeeper();
  return useMutation({
    mutationFn: (parts: Upload) =>
      data(
        client.POST('/api/v1/workspaces/{workspace}/apps', {
          params: { path: { workspace }, header: { 'Idempotency-Key': key(parts) } },
          ...upload(parts),
        }),
      ),
  });
}

/** Changes what people read of an app, its category, and its icon if another one is given. */
export function useEditTemplate({ id, revision }: App) {
  return useMutation({
    mutationFn: async ({ details, category, icon }: { details: Details; category: string; icon?: Blob }) => {
      await data(client.PATCH('/api/v1/apps/{app}', { ...at(id), body: { details, category, revision } }));
      if (icon) await data(client.PUT('/api/v1/apps/{app}/icon', { ...at(id), ...upload({ icon }) }));
    },
    // The details may be changed though the icon was refused: the next try is based on what there is then.
    onError: () => queries.invalidateQueries({ queryKey: ['apps'] }),
  });
}

export function useDeleteTemplate(app: string) {
  return useMutation({ mutationFn: () => data(client.DELETE('/api/v1/apps/{app}', at(app))) });
}

import { useQuery } from '@tanstack/react-query';
import { client, data, type Schemas } from '../client';

export type PackageFile = Schemas['PackageFile'];

const at = (version: string) => ({ params: { path: { version } } });

// A version's package never changes under its readers but in a draft: what was fetched stays good for a while.
const staleTime = 60_000;

export function useReadme(version: string) {
  return useQuery({
    queryKey: ['versions', version, 'readme'],
    queryFn: () => data(client.GET('/api/v1/versions/{version}/readme', at(version))),
    enabled: version !== '',
    staleTime,
  });
}

/** The files of a version's package. */
export function usePackageFiles(version: string) {
  return useQuery({
    queryKey: ['versions', version, 'files'],
    queryFn: () => data(client.GET('/api/v1/versions/{version}/files', at(version))),
    enabled: version !== '',
    staleTime,
  });
}

/** One file of a version's package. */
export function usePackageFile(version: string, path: string) {
  return useQuery({
    queryKey: ['versions', version, 'files', path],
    queryFn: () => data(client.GET('/api/v1/versions/{version}/file', { params: { path: { version }, query: { path } } })),
    enabled: path !== '',
    staleTime,
  });
}

/** What is needed to install a version: the JSON Schema of its parameters and how to draw it. */
export function usePackageForm(version: string) {
  return useQuery({
    queryKey: ['versions', version, 'form'],
    queryFn: () => data(client.GET('/api/v1/versions/{version}/form', at(version))),
    enabled: version !== '',
    staleTime,
  });
}

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { client, data, type Schemas } from '../client';

export type Entry = Schemas['Entry'];

export interface AuditQuery {
  q?: string;
  workspace?: string;
  actor?: string;
  action?: string;
  page?: number;
  limit: number;
}

export function useAudit(query: AuditQuery) {
  return useQuery({
    queryKey: ['audit', query],
    queryFn: () => data(client.GET('/api/v1/audit', { params: { query } })),
    placeholderData: keepPreviousData,
  });
}

import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { client, data, type Schemas } from '../client';
import { useKeeper } from '../key';
import { actOnVersion, type Version } from './versions';

export type ReviewRow = Schemas['ReviewRow'];
export type ReviewSheet = Schemas['ReviewSheet'];
export type ReviewTab = 'unreleased' | 'completed' | 'all';
export const reviewTabs: ReviewTab[] = ['unreleased', 'completed', 'all'];

export function useReviews(query: { tab: ReviewTab; q?: string; page?: number; limit: number }) {
  return useQuery({
    queryKey: ['reviews', query],
    queryFn: () => data(client.GET('/api/v1/reviews', { params: { query } })),
    placeholderData: keepPreviousData,
  });
}

export function useReview(review: string) {
  return useQuery({
    queryKey: ['reviews', 'one', review],
    queryFn: () => data(client.GET('/api/v1/reviews/{review}', { params: { path: { review } } })),
  });
}

export interface Verdict {
  action: 'pass' | 'reject';
  message?: string;
  override?: string;
}

/** Passes or rejects a version. Who has not claimed its review yet does so first. */
export function useJudge(version: Version, me: string) {
  const key = useKeeper();
  return useMutation({
    mutationFn: async (verdict: Verdict) => {
      const mine = version.state === 'in-review' && version.reviewer === me;
      const claim = { action: 'review' as const, revision: version.revision };
      const { revision } = mine ? version : await actOnVersion(version.id, key(claim), claim);
      const act = { ...verdict, revision };
      return actOnVersion(version.id, key(act), act);
    },
  });
}

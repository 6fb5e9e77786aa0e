import { useMutation, useQuery } from '@tanstack/react-query';
import { client, data } from '../client';
import { begin } from './session';

/** What the secret of an invitation's link invites to; not asked again once it was accepted. */
export function useInvitation(secret: string, accepted: boolean) {
  return useQuery({
    queryKey: ['invitation', secret],
    queryFn: () => data(client.POST('/api/v1/invitations/look', { body: { secret } })),
    enabled: secret !== '' && !accepted,
  });
}

export interface NewAccount {
  name: string;
  title: string;
  password: string;
}

/** Accepts an invitation, as who is signed in or with a new account. Either way somebody is signed in afterwards. */
export function useAcceptInvitation(secret: string) {
  return useMutation({
    mutationFn: (account?: NewAccount) => data(client.POST('/api/v1/invitations/accept', { body: { secret, account } })),
    onSuccess: begin,
  });
}

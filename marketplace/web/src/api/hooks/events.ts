import type { QueryKey } from '@tanstack/react-query';
import { useEffect } from 'react';
import { queries } from '../queries';
import type { Live } from './instances';

// A server that refused a stream is asked again after a while; connections that broke are the browser's business.
const again = 5_000;

function address(topics: string[], live?: string): string {
  const query = new URLSearchParams({ topics: topics.join(',') });
  if (live) query.set('live', live);
  return `/api/v1/events?${query}`;
}

/**
 * Follows what happens to topics such as instance/ins-…: whatever is kept in memory under one of the keys is fetched
 * again at each change. With live, an instance's state on its cluster is kept as it comes. No topics, no stream.
 */
export function useEvents(topics: string[], stale: QueryKey[], live?: string) {
  const url = topics.length > 0 ? address(topics, live) : undefined;
  const keys = JSON.stringify(stale);
  useEffect(() => {
    if (!url) return;
    const refresh = () => {
      for (const queryKey of JSON.parse(keys) as QueryKey[]) void queries.invalidateQueries({ queryKey });
    };
    return follow(url, refresh, (state) => queries.setQueryData(['instances', live, 'live'], state));
  }, [url, keys, live]);
}

/** Opens a stream and keeps it open until the function that it gives is called. */
function follow(url: string, changed: () => void, state: (live: Live) => void): () => void {
  let source: EventSource;
  let timer = 0;
  let opened = false;
  const open = () => {
    source = new EventSource(url);
    source.addEventListener('changed', changed);
    source.addEventListener('live', (event: MessageEvent<string>) => state(JSON.parse(event.data) as Live));
    source.onopen = () => {
      if (opened) changed(); // what happened while there was no stream was not told
      opened = true;
    };
    source.onerror = () => {
      if (source.readyState !== EventSource.CLOSED) return;
      timer = window.setTimeout(open, again);
    };
  };
  open();
  return () => {
    window.clearTimeout(timer);
    source.close();
  };
}

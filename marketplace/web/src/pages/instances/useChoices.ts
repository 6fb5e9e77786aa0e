import { useStoreApp, useStoreVersions } from '../../api/hooks/store';
import { useTemplate } from '../../api/hooks/templates';
import { useVersions } from '../../api/hooks/versions';
import { choicesOf, type Choice } from './choices';

const all = { limit: 100 };

interface Choices {
  /** What the app is called. */
  name: string;
  choices: Choice[];
  /** Id of the latest version. */
  latest?: string;
  pending: boolean;
  error: unknown;
}

/** The versions of an app that can be installed: those of the store, and from its template those that can be tested. */
export function useChoices(app: string, fromTemplate: boolean): Choices {
  const template = useTemplate(fromTemplate ? app : '');
  const own = useVersions(fromTemplate ? app : '', all);
  const shown = useStoreApp(fromTemplate ? '' : app);
  const inStore = !fromTemplate || Boolean(template.data?.latestActive);
  const released = useStoreVersions(inStore ? app : '', all);
  const asked = fromTemplate ? [template, own, ...(inStore ? [released] : [])] : [shown, released];
  return {
    name: (template.data ?? shown.data)?.details.name ?? '',
    ...choicesOf(own.data?.items, released.data?.items),
    pending: asked.some((query) => query.isPending),
    error: asked.find((query) => query.error && !query.data)?.error,
  };
}

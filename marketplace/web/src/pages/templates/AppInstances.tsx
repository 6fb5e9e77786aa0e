import { useInstances } from '../../api/hooks/instances';
import { useFilters } from '../../components/useFilters';
import { InstanceTable, instancePageSize } from '../instances/InstanceTable';

/** The instances of an app that the user may see. */
export function AppInstances({ app }: { app: string }) {
  const [{ tab: _tab, ...filters }, setFilters] = useFilters();
  const instances = useInstances({ app, q: filters.q, page: filters.page, limit: instancePageSize });
  return <InstanceTable query={instances} filters={filters} setFilters={setFilters} place />;
}

import { useAppAudit } from '../../api/hooks/templates';
import { AuditTable } from '../../components/AuditTable';
import { useFilters } from '../../components/useFilters';

const pageSize = 20;

/** What was done to an app and its versions, by whom, when and why. */
export function ReleaseRecord({ app }: { app: string }) {
  const [{ tab: _tab, ...filters }, setFilters] = useFilters();
  const entries = useAppAudit(app, { page: filters.page, limit: pageSize });
  return <AuditTable query={entries} filters={filters} setFilters={setFilters} pageSize={pageSize} />;
}

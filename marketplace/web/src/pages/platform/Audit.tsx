import { useAudit } from '../../api/hooks/audit';
import { AuditTable } from '../../components/AuditTable';
import { PageHeader } from '../../components/PageHeader';
import { SearchField } from '../../components/SearchField';
import { useFilters } from '../../components/useFilters';
import { audit } from '../../i18n/areas/audit';
import { useTexts } from '../../i18n/language';

const pageSize = 50;
const others = ['actor', 'workspace', 'action'] as const;

export function Page() {
  const t = useTexts(audit);
  const [filters, setFilters] = useFilters();
  const { q, actor, workspace, action, page } = filters as Record<(typeof others)[number] | 'q', string> & { page?: number };
  const entries = useAudit({ q, actor, workspace, action, page, limit: pageSize });
  return (
    <>
      <PageHeader title={t('title')} description={t('hint')} />
      <AuditTable query={entries} filters={filters} setFilters={setFilters} pageSize={pageSize} search={t('search')}>
        {others.map((name) => (
          <SearchField key={name} label={t(name)} value={String(filters[name] ?? '')} onChange={(text) => setFilters({ [name]: text })} />
        ))}
      </AuditTable>
    </>
  );
}

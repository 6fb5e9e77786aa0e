import { Select } from '@mantine/core';
import { useAudit } from '../../api/hooks/audit';
import { allActions } from '../../components/actionWord';
import { AuditTable } from '../../components/AuditTable';
import { PageHeader } from '../../components/PageHeader';
import { SearchField } from '../../components/SearchField';
import { useFilters } from '../../components/useFilters';
import { actions } from '../../i18n/areas/actions';
import { audit } from '../../i18n/areas/audit';
import { common } from '../../i18n/areas/common';
import { useTexts } from '../../i18n/language';

const pageSize = 50;
const others = ['actor', 'workspace'] as const;

export function Page() {
  const t = useTexts(audit);
  const c = useTexts(common);
  const a = useTexts(actions);
  const [filters, setFilters] = useFilters();
  const { q, actor, workspace, action, page } = filters as Record<(typeof others)[number] | 'action' | 'q', string> & { page?: number };
  const entries = useAudit({ q, actor, workspace, action, page, limit: pageSize });
  return (
    <>
      <PageHeader title={t('title')} description={t('hint')} />
      <AuditTable query={entries} filters={filters} setFilters={setFilters} pageSize={pageSize} search={t('search')}>
        {others.map((name) => (
          <SearchField key={name} label={t(name)} value={String(filters[name] ?? '')} onChange={(text) => setFilters({ [name]: text })} />
        ))}
        <Select
          aria-label={t('action')}
          placeholder={t('anyAction')}
          searchable
          clearable
          clearButtonProps={{ 'aria-label': c('clearFilters') }}
          data={allActions.map((value) => ({ value, label: a(value) }))}
          value={action ?? null}
          onChange={(next) => setFilters({ action: next ?? undefined })}
        />
      </AuditTable>
    </>
  );
}

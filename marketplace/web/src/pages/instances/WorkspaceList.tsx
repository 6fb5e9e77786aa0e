import { useParams } from '@tanstack/react-router';
import { useInstances } from '../../api/hooks/instances';
import { PageHeader } from '../../components/PageHeader';
import { useFilters } from '../../components/useFilters';
import { instances } from '../../i18n/areas/instances';
import { useTexts } from '../../i18n/language';
import { InstanceTable, instancePageSize } from './InstanceTable';

/** The instances in all projects of a workspace. */
export function Page() {
  const t = useTexts(instances);
  const { workspace = '' } = useParams({ strict: false });
  const [filters, setFilters] = useFilters();
  const state = filters.state as string | undefined;
  const list = useInstances({ workspace, q: filters.q, state, page: filters.page, limit: instancePageSize });
  return (
    <>
      <PageHeader title={t('title')} description={t('workspaceHint')} />
      <InstanceTable query={list} filters={filters} setFilters={setFilters} place />
    </>
  );
}

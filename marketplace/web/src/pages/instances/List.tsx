import { useParams } from '@tanstack/react-router';
import { useInstances } from '../../api/hooks/instances';
import { useProject } from '../../api/hooks/projects';
import { LinkButton } from '../../components/LinkButton';
import { PageHeader } from '../../components/PageHeader';
import { useFilters } from '../../components/useFilters';
import { instances } from '../../i18n/areas/instances';
import { useTexts } from '../../i18n/language';
import { InstanceTable, instancePageSize } from './InstanceTable';

/** The instances of one project. */
export function Page() {
  const t = useTexts(instances);
  const { workspace = '', project = '' } = useParams({ strict: false });
  const [filters, setFilters] = useFilters();
  const { data: place } = useProject(project);
  const state = filters.state as string | undefined;
  const list = useInstances({ project, q: filters.q, state, page: filters.page, limit: instancePageSize });
  return (
    <>
      <PageHeader title={t('projectTitle', { project: place?.title || project })} description={place && t('projectHint', { cluster: place.cluster })}>
        <LinkButton variant="default" to="/workspaces/$workspace/projects/$project/members" params={{ workspace, project }} search={{}}>
          {t('members')}
        </LinkButton>
        <LinkButton to="/apps" search={{}}>
          {t('install')}
        </LinkButton>
      </PageHeader>
      <InstanceTable query={list} filters={filters} setFilters={setFilters} />
    </>
  );
}

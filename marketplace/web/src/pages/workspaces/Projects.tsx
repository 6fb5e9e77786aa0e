import { PageHeader } from '../../components/PageHeader';
import { shell } from '../../i18n/areas/shell';
import { useTexts } from '../../i18n/language';

export function Page() {
  const t = useTexts(shell);
  return <PageHeader title={t('workspace')} />;
}

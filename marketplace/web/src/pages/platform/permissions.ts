import type { PermissionInfo } from '../../api/hooks/roles';
import { access } from '../../i18n/areas/access';
import { useTexts } from '../../i18n/language';

/** The permissions with all that they need. */
export function withNeeds(chosen: string[], catalogue: PermissionInfo[]): string[] {
  const needed = catalogue.filter((p) => chosen.includes(p.name)).flatMap((p) => p.needs ?? []);
  return [...new Set([...chosen, ...needed])];
}

/** The chosen permissions that need this one: as long as there are any, it stays. */
export function neededBy(name: string, chosen: string[], catalogue: PermissionInfo[]): PermissionInfo[] {
  return catalogue.filter((p) => chosen.includes(p.name) && p.needs?.includes(name));
}

/** What a permission, or a group of them, is called: in our words if we have them, else in the server's. */
export function usePermissionWords() {
  const t = useTexts(access);
  const word = (key: string, other: string) => (key in access.en ? t(key as 'users.manage') : other);
  return {
    title: (p: PermissionInfo) => word(p.name, p.title),
    about: (p: PermissionInfo) => word(`${p.name}.about`, p.about),
    group: (group: string) => word(group, group),
  };
}

import { expect, test } from 'vitest';
import { neededBy, withNeeds } from './permissions';

const view = { name: 'app-templates.view', group: 'App Management', title: '', about: '' };
const manage = { name: 'app-templates.manage', group: 'App Management', title: '', about: '', needs: [view.name] };
const catalogue = [view, manage];

test('ticking App Template Management ticks Viewing', () => {
  expect(withNeeds([manage.name], catalogue)).toEqual([manage.name, view.name]);
  expect(withNeeds([view.name], catalogue)).toEqual([view.name]);
});

test('Viewing stays as long as Management is ticked', () => {
  expect(neededBy(view.name, [manage.name, view.name], catalogue)).toEqual([manage]);
  expect(neededBy(view.name, [view.name], catalogue)).toEqual([]);
});

import { useMutation, useQuery } from '@tanstack/react-query';
import { client, data, type Schemas } from '../client';

export type Category = Schemas['Category'];
export type Categories = Schemas['Categories'];

/** What the API calls the apps without category. */
export const uncategorized = 'uncategorized';

export function useCategories() {
  return useQuery({ queryKey: ['categories'], queryFn: () => data(client.GET('/api/v1/categories')) });
}

/** Creates a category, or changes the one that is given. */
export function useSaveCategory(category?: Category) {
  return useMutation({
    mutationFn: (body: { name: string; icon: string }) =>
      category
        ? data(
            client.PATCH('/api/v1/categories/{category}', {
              params: { path: { category: category.id } },
              body: { ...body, revision: category.revision },
            }),
          )
        : data(client.POST('/api/v1/categories', { body })),
  });
}

export function useDeleteCategory() {
  return useMutation({
    mutationFn: (category: string) => data(client.DELETE('/api/v1/categories/{category}', { params: { path: { category } } })),
  });
}

/** Moves apps to a category, or out of all. */
export function useChangeCategory() {
  return useMutation({
    mutationFn: ({ category, apps }: { category: string; apps: string[] }) =>
      data(client.POST('/api/v1/categories/{category}/apps', { params: { path: { category } }, body: { apps } })),
  });
}

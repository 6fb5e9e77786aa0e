/** What a multipart request carries: texts and files; what is undefined or empty is left out. */
export type Parts = Record<string, string | Blob | undefined>;

function multipart(parts: Parts): FormData {
  const form = new FormData();
  for (const [name, part] of Object.entries(parts)) if (part) form.append(name, part);
  return form;
}

/** Body options of an upload. The generated types know files as text only, so they are told otherwise here. */
export function upload(parts: Parts) {
  return { body: parts as never, bodySerializer: () => multipart(parts) };
}

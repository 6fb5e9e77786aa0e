/** The largest icon, in pixels a side: the server decodes and measures it, too. */
export const largestIcon = 96;

export type IconFault = { fault: 'unreadable' } | { fault: 'tooLarge'; width: number; height: number };

/** What is wrong with a picture as an icon; undefined if nothing is. */
export async function faultOfIcon(file: Blob): Promise<IconFault | undefined> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  if (!picture) return { fault: 'unreadable' };
  const { width, height } = picture;
  picture.close();
  return width > largestIcon || height > largestIcon ? { fault: 'tooLarge', width, height } : undefined;
}

/** A file as a data: link, which the page's policy lets it show. */
export function dataLink(file: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error(file.type));
    reader.readAsDataURL(file);
  });
}

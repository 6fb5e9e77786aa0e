import { Group, Stack, Text } from '@mantine/core';
import { IconFileZip, IconUpload } from '@tabler/icons-react';
import { useId, useState, type DragEvent } from 'react';

interface Props {
  label: string;
  hint: string;
  /** Endings and types of files, as <input accept> has them. */
  accept: string;
  file?: File;
  disabled?: boolean;
  onFile: (file: File) => void;
}

/** A place to drop a file on, or to choose one with. */
export function FileDrop({ label, hint, accept, file, disabled, onFile }: Props) {
  const id = useId();
  const [over, setOver] = useState(false);
  const take = (files: FileList | null) => files?.[0] && !disabled && onFile(files[0]);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const drag = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <label htmlFor={id} className="file-drop" data-over={over || undefined} onDragOver={drag} onDragLeave={() => setOver(false)} onDrop={drop}>
      <input
        id={id}
        type="file"
        className="reader-only"
        accept={accept}
        disabled={disabled}
        onChange={({ currentTarget }) => {
          take(currentTarget.files);
          currentTarget.value = ''; // so that the same file, mended, can be chosen again
        }}
      />
      <Stack align="center" gap={4}>
        {file ? <IconFileZip size={28} aria-hidden /> : <IconUpload size={28} aria-hidden />}
        <Text fw={600}>{label}</Text>
        {file ? (
          <Group gap={6}>
            <Text size="sm">{file.name}</Text>
            <Text size="sm" c="dimmed">{size(file.size)}</Text>
          </Group>
        ) : (
          <Text size="sm" c="dimmed" ta="center">{hint}</Text>
        )}
      </Stack>
    </label>
  );
}

/** Bytes in the unit that people use for so many. */
export function size(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KiB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}

import { Avatar } from '@mantine/core';

interface Props {
  name: string;
  /** Where its picture is; without one, the first letter of its name stands for it. */
  src?: string;
  size?: number;
}

/** The icon of an app. It says nothing that the name beside it does not, so readers of the screen pass over it. */
export function AppIcon({ name, src, size = 48 }: Props) {
  return (
    <Avatar src={src || null} size={size} radius="md" color="initials" name={name} alt="" aria-hidden variant="light">
      {name.slice(0, 1).toUpperCase()}
    </Avatar>
  );
}

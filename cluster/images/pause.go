package images

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/chandler-dev/chandler/cluster/components"
	"github.com/chandler-dev/chandler/cluster/imagefile"
	containerd "github.com/containerd/containerd/v2/client"
)

// PauseProgram is the name of the program that the image of a Pod's sandbox consists of, in the folder of programs.
const PauseProgram = "chandler-pause"

// LoadPause makes the image of a Pod's sandbox and loads it. The same program makes the same image, so that one of an
// earlier start is found.
func LoadPause(ctx context.Context, client *containerd.Client, programs string) error {
	program, err := os.ReadFile(filepath.Join(programs, PauseProgram))
	if err != nil {
		return fmt.Errorf("make the image of Pod sandboxes: %w", err)
	}
	archive, err := imagefile.Archive(imagefile.Image{
		Name: components.PauseImage, Entrypoint: []string{"/pause"}, User: "65535:65535",
		Files: []imagefile.File{{Name: "pause", Data: program}},
	})
	if err != nil {
		return fmt.Errorf("make the image of Pod sandboxes: %w", err)
	}
	file := filepath.Join(os.TempDir(), "pause.tar")
	if err := os.WriteFile(file, archive, 0o600); err != nil {
		return fmt.Errorf("make the image of Pod sandboxes: %w", err)
	}
	defer func() { _ = os.Remove(file) }()
	_, err = Load(ctx, client, file, "")
	return err
}

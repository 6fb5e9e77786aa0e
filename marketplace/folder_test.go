package marketplace

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chandler-dev/chandler/marketplace/store/storetest"
)

// TestServersOfOneDatabaseShareAFolder refuses one that has another folder, though it has the key.
func TestServersOfOneDatabaseShareAFolder(t *testing.T) {
	t.Parallel()
	storetest.EachURL(t, func(t *testing.T, url string) {
		t.Parallel()
		first := config(t)
		first.Database = url
		for range 2 { // the second time, the folder is known
			if _, err := AdminLink(t.Context(), first, Admin); err != nil {
				t.Fatal(err)
			}
		}
		other := first
		other.Data, other.KeyFile = t.TempDir(), filepath.Join(first.Data, keyFile)
		_, err := AdminLink(t.Context(), other, Admin)
		if err == nil || !strings.Contains(err.Error(), other.Data) || !strings.Contains(err.Error(), "share one --data") {
			t.Errorf("with another folder: %v", err)
		}
		mark, err := os.ReadFile(filepath.Join(first.Data, folderFile))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(other.Data, folderFile), mark, 0o600); err != nil { // a copy that was put back
			t.Fatal(err)
		}
		if _, err := AdminLink(t.Context(), other, Admin); err != nil {
			t.Error(err)
		}
	})
}

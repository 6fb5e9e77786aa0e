package marketplace

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"

	"github.com/google/go-containerregistry/pkg/name"

	"github.com/chandler-dev/chandler/marketplace/auth"
	"github.com/chandler-dev/chandler/marketplace/store"
)

// pullKey makes the passwords by which clusters pull: one for each repository, good for that alone.
type pullKey []byte

// pullSetting is where the key is kept, sealed.
const pullSetting = "registry-key"

// loadPullKey gives the key that the database keeps; the first to ask makes it.
func loadPullKey(ctx context.Context, s store.Store, sealer *auth.Sealer) (key pullKey, err error) {
	err = s.Update(ctx, func(tx store.Tx) error {
		kept, err := tx.Setting(pullSetting)
		if err != nil {
			return err
		}
		if kept != "" {
			sealed, err := base64.StdEncoding.DecodeString(kept)
			if err != nil {
				return fmt.Errorf("read the setting %s: %w", pullSetting, err)
			}
			key, err = sealer.Open(sealed, pullSetting)
			return err
		}
		key = make([]byte, 32)
		_, _ = rand.Read(key) // never fails
		return tx.PutSetting(pullSetting, base64.StdEncoding.EncodeToString(sealer.Seal(key, pullSetting)))
	})
	return key, err
}

func (k pullKey) password(repository string) string {
	mac := hmac.New(sha256.New, k)
	mac.Write([]byte(repository))
	return hex.EncodeToString(mac.Sum(nil))
}

// config is the content of a Secret (kubernetes.io/dockerconfigjson) by which a cluster pulls an image.
func (k pullKey) config(reference string) ([]byte, error) {
	digest, err := name.NewDigest(reference)
	if err != nil {
		return nil, fmt.Errorf("%q is no reference of an image: %w", reference, err)
	}
	repository := digest.RepositoryStr()
	login := base64.StdEncoding.EncodeToString([]byte(repository + ":" + k.password(repository)))
	return json.Marshal(map[string]any{"auths": map[string]any{digest.RegistryStr(): map[string]string{"auth": login}}})
}

var errPull = errors.New("the password is not that of the repository")

// allow says whether a request may read a repository: the user is its name. It is artifacts.Allow.
func (k pullKey) allow(r *http.Request, repository string) error {
	user, password, _ := r.BasicAuth()
	if repository != "" && user != repository {
		return errPull
	}
	if user == "" || !hmac.Equal([]byte(password), []byte(k.password(user))) {
		return errPull
	}
	return nil
}

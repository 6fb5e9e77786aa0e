package test

import (
	"context"
	"errors"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/apply"
	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/internal/kube"
)

// removeEarlier deletes the testers that an earlier run left: applied again they would not run again, and their old
// result would count. Who may not do so applies at once.
func removeEarlier(ctx context.Context, c *kube.Client, testers []*unstructured.Unstructured, o Options) error {
	for _, t := range testers {
		if !runs(t) {
			continue
		}
		err := apply.Delete(ctx, c, t, o.Namespace)
		var f *event.Failure
		if errors.As(err, &f) {
			if f.Reason == string(metav1.StatusReasonForbidden) {
				continue
			}
			f.Stage, f.Message = event.Test, "an earlier run left this tester, and it cannot be removed: "+f.Message
		}
		if err != nil {
			return err
		}
	}
	return nil
}

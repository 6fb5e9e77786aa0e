package deployer

import (
	"context"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/chandler-dev/chandler/deployer/event"
	"github.com/chandler-dev/chandler/deployer/hooks"
	"github.com/chandler-dev/chandler/internal/kube"
)

// runHooks runs the hooks of an installation or of an upgrade, whichever this is.
func (r *run) runHooks(ctx context.Context, install, upgrade hooks.Moment) error {
	moment := install
	if r.application.deployed > 0 {
		moment = upgrade
	}
	_, err := hooks.Run(ctx, r.Client, r.hooks, moment, hooks.Options{Namespace: r.namespace, Timeout: r.ReadyTimeout, Waiting: r.waiting, Unknown: r.unknown,
		Log: func(ref kube.Ref, line string) { r.emit(event.Event{Kind: event.Log, Ref: &ref, Message: line}) }})
	return err
}

// hookDefinitions gives the definitions among hooks: objects of their kinds may be applied after them.
func hookDefinitions(all []hooks.Hook) []*unstructured.Unstructured {
	var found []*unstructured.Unstructured
	for _, o := range hooks.Objects(all) {
		if isDefinition(o) {
			found = append(found, o)
		}
	}
	return found
}

// describeHooks counts the hooks, and warns of what of them is not supported.
func (r *run) describeHooks() string {
	for _, note := range r.notes {
		r.emit(event.Event{Kind: event.Warning, Message: note})
	}
	if len(r.hooks) == 0 {
		return ""
	}
	return ", " + count(len(r.hooks), "hook")
}

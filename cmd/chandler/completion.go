package main

import (
	"github.com/spf13/cobra"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// completeApplication gives the names of the Applications in the namespace, for a command whose one argument is such
// a name; none where the cluster does not tell.
func (f *targetFlags) completeApplication(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	const directive = cobra.ShellCompDirectiveNoFileComp
	if len(args) > 0 {
		return nil, directive
	}
	t, err := f.openLikeKubectl(cmd.Context())
	if err != nil {
		return nil, directive
	}
	list, err := t.Client.Metadata.Resource(schema.GroupVersionResource{Group: "app.k8s.io", Version: "v1beta1", Resource: "applications"}).
		Namespace(t.Namespace).List(cmd.Context(), metav1.ListOptions{})
	if err != nil {
		return nil, directive
	}
	names := make([]string, len(list.Items))
	for i, o := range list.Items {
		names[i] = o.Name
	}
	return names, directive
}

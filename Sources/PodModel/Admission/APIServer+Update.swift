extension APIServer {
  /// Asks for an object to be replaced by a changed one (PUT, or PATCH once it is applied).
  ///
  /// - Parameters:
  ///   - object: the whole new object, as it came with the request.
  ///   - old: the stored object of the same kind and name.
  ///
  /// Source: apiserver `registry/rest/update.go`, Kubernetes `pkg/registry/core/pod/strategy.go`.
  package static func update(
    _ object: Node, replacing old: Node, in context: AdmissionContext = AdmissionContext()
  ) -> ServerAnswer {
    let kind = old["kind"]?.string ?? ""
    guard let model = KindModel.model(of: kind) else { return .notModelled(kind: kind) }
    // Others may have set fields out of order; two specs are compared in the order of their keys.
    let status = old["status"]
    let old = GoDecoder.decode(old, as: model.kind)?.object ?? old
    do throws(Refusal) {
      var (draft, complaints) = try decode(object, model, context.unknownFields)
      draft.setTypeMeta(model)
      complete(&draft, model)
      keepSystemFields(of: old, in: &draft, model)
      draft.remove("status")
      if let status { draft.set("status", status) }
      if model.behaviour == .pod { AdmissionPlugins.admitUpdate(of: &draft, replacing: old) }
      let errors =
        model.behaviour == .pod
        ? PodUpdateValidation.validate(draft, replacing: old) : validate(draft, model)
      if !errors.isEmpty { throw invalid(draft, model, errors) }
      if model.behaviour == .pod, draft["spec"] != old["spec"] {
        let generation = old["metadata"]?.number("generation") ?? 0
        draft.update("metadata") { $0.set("generation", Node(.integer(generation &+ 1))) }
      }
      complaints += warnings(for: draft, model)
      return .accepted(draft, warnings: complaints)
    } catch {
      return .refused(error)
    }
  }

  /// What the server fills in itself is not the client's to change.
  private static func keepSystemFields(
    of old: Node, in draft: inout Node, _ model: KindModel
  ) {
    draft.update("metadata") { meta in
      for key in ["creationTimestamp", "generation", "namespace", "uid", "deletionTimestamp"] {
        meta.remove(key)
        if let value = old["metadata"]?[key] { meta.set(key, value) }
      }
    }
    guard model.behaviour == .service else { return }
    draft.update("spec") { spec in
      for key in ["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy"] {
        if let value = old["spec"]?[key] { spec.setDefault(key, value) }
      }
    }
  }
}

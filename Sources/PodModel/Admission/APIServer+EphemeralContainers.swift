extension APIServer {
  /// Asks for the ephemeral containers of a Pod to be those of `object`; all else stays as it is.
  ///
  /// - Parameters:
  ///   - object: the whole new Pod, as it came with the request.
  ///   - old: the stored Pod.
  ///
  /// Source: Kubernetes `pkg/registry/core/pod/storage/storage.go` (`EphemeralContainersREST`),
  /// `ValidatePodEphemeralContainersUpdate`.
  package static func changeEphemeralContainers(
    of old: Node, to object: Node, in context: AdmissionContext = AdmissionContext()
  ) -> ServerAnswer {
    guard let model = KindModel.model(of: "Pod") else { return .notModelled(kind: "Pod") }
    do throws(Refusal) {
      let (given, complaints) = try decode(object, model, context.unknownFields)
      var draft = given
      draft.setTypeMeta(model)
      complete(&draft, model)
      let wanted = draft["spec"]?["ephemeralContainers"]
      var changed = old
      changed.update("spec") { spec in
        spec.remove("ephemeralContainers")
        if let wanted { spec.set("ephemeralContainers", wanted) }
      }
      var errors = PodValidation.validate(changed, isUpdate: true)
      compare(changed["spec"] ?? [:], old["spec"] ?? [:], &errors)
      if !errors.isEmpty { throw invalid(changed, model, errors) }
      if changed["spec"] != old["spec"] {
        let generation = old["metadata"]?.number("generation") ?? 0
        changed.update("metadata") { $0.set("generation", Node(.integer(generation &+ 1))) }
      }
      return .accepted(changed, warnings: complaints)
    } catch {
      return .refused(error)
    }
  }

  private static func compare(_ new: Node, _ old: Node, _ errors: inout FieldErrors) {
    let path = FieldPath("spec", "ephemeralContainers")
    for container in old.items("ephemeralContainers") {
      let name = container.text("name")
      let about = "existing ephemeral containers \(GoQuote.quoted(name)) may not be"
      guard let kept = new.items("ephemeralContainers").first(where: { $0.text("name") == name })
      else {
        errors.forbidden(path, "\(about) removed\n")
        continue
      }
      if kept != container { errors.forbidden(path, "\(about) changed\n") }
    }
  }
}

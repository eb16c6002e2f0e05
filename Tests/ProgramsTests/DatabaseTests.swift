import Kernel
import Programs
import Testing

@Suite struct DatabaseTests {
  private func container() throws -> Container {
    var image = Images.sampleApp
    image.files["usr/sbin/mysqld"] = .program("mysqld")
    return try Container(image)
  }

  @Test func `migrations make the database that the page needs`() throws {
    let outcome = try container().shell(
      """
      export MYSQL_ROOT_PASSWORD=x; mysqld & app -db-host=localhost -db-password=x & sleep 1
      wget -qO- localhost:8080 | grep '<p>'
      app -run-migrations -db-host=localhost -db-password=x; echo $?
      wget -qO- localhost:8080 | grep '<p>'
      """)
    #expect(
      outcome.output == """
        <p>bb</p>
        <p>Error:  Error 1049: Unknown database 'sample_app'</p>
        0
        <p>bb</p>
        <p>none</p>
        <p>Notes: 0</p>

        """)
    #expect(outcome.errors.contains("database sample_app is up to date\n"))
  }

  @Test func `a wrong password is refused`() throws {
    let outcome = try container().shell(
      "MYSQL_ROOT_PASSWORD=x mysqld & sleep 1; app -run-migrations -db-host=localhost -db-password=y"
    )
    #expect(outcome.status == 1)
    #expect(
      outcome.errors.contains(
        "Error 1045: Access denied for user 'root'@'127.0.0.1' (using password: YES)"))
  }

  @Test func `the server refuses to start without a password`() throws {
    #expect(try container().run("mysqld").status == 1)
  }
}

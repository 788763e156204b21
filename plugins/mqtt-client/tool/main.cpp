// SPDX-License-Identifier: Apache-2.0
// busbar-mqtt-client: the MQTT client's own commands. `busbar mqtt-client …` runs it.
#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "mqtt-client/tool/topics_command.hpp"
#include "mqtt-client/tool/twins.hpp"

namespace {

using namespace mqtt_client;

constexpr int kUsage = 2;

constexpr auto kTopicsHelp = R"(Prints topics for the objects there are, made of templates, as CSV.

  busbar mqtt-client topics --connection house --command 'house/{room}/{name}/set' \
                            --report 'house/{room}/{name}/state' >topics.csv

Changes nothing: look at the table, change what you like in a spreadsheet, then `import` it.
Templates know {id}, {name} and {room} of the object, and {project}.)";

constexpr auto kImportHelp = R"(Makes the assignments of a CSV file true: all of them or none.

The first line names the columns, in any order: object, connection, command_topic, report_topic;
others are not read. An object that its connection has already gets new topics and keeps its other
settings. What the file does not name stays. What is wrong is told with its line.)";

constexpr auto kTwinsHelp = R"(Prints a project file: twins of another server's objects.

  There:  busbar export house.json
          busbar --json objects >house-objects.json
  Here:   busbar mqtt-client twins house.json --objects house-objects.json \
                                   --connection others >twins.json
          busbar apply twins.json

Each object that has topics there gets a virtual object here, with its topics crossed. Both servers
are connected to the same broker. Changes nothing.)";

struct TwinFiles {
    std::string project;
    std::string objects;
};

// Null, and a sentence, when it cannot be read.
nlohmann::json json_of(const std::string& name) {
    std::ifstream file(name, std::ios::binary);
    auto json = nlohmann::json::parse(file, nullptr, false);
    if (!file || json.is_discarded()) {
        std::cerr << "busbar mqtt-client: cannot read " << name << ", or it is no JSON\n";
        return {};
    }
    return json;
}

int print_twins(const TwinFiles& files, const mqtt_client::TwinWish& wish) {
    const auto project = json_of(files.project);
    if (project.is_null()) return kUsage;
    const auto objects = files.objects.empty() ? nlohmann::json() : json_of(files.objects);
    if (objects.is_null() && !files.objects.empty()) return kUsage;
    const auto twins = mqtt_client::twins_of(project, objects, wish);
    if (!twins) {
        std::cerr << "busbar mqtt-client: " << twins.error().message << '\n';
        return kUsage;
    }
    std::cout << twins->project.dump(2) << '\n';
    for (const auto& sentence : twins->left_out) std::cerr << "left out: " << sentence << '\n';
    return std::cout ? 0 : 1;
}

int import_file(const Ask& ask, const ImportOptions& options) {
    std::string csv;
    if (options.file == "-") {
        csv.assign(std::istreambuf_iterator<char>(std::cin), {});
    } else {
        std::ifstream file(options.file, std::ios::binary);
        if (!file) {
            std::cerr << "busbar mqtt-client: cannot read " << options.file << '\n';
            return kUsage;
        }
        csv.assign(std::istreambuf_iterator<char>(file), {});
    }
    return run_import(ask, csv, options, std::cout, std::cerr);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Commands of Busbar's MQTT client.", "busbar-mqtt-client");
    app.require_subcommand(1);
    std::string socket = "/run/busbar/busbar.sock";
    app.add_option("--socket", socket, "The runtime's socket")
        ->envname("BUSBAR_SOCKET")
        ->capture_default_str();
    app.fallthrough();

    TopicWish wish;
    auto* topics = app.add_subcommand("topics", kTopicsHelp);
    topics->add_option("--connection", wish.connection, "Id of the connection")->required();
    auto* command = topics->add_option("--command", wish.command, "Template of command topics");
    auto* report = topics->add_option("--report", wish.report, "Template of report topics");
    topics->add_option("--objects", wish.objects, "Only objects with this in id, name or room")
        ->delimiter(',');

    std::string connection;
    auto* save = app.add_subcommand("export", "Prints the assignments there are, as CSV.");
    save->add_option("--connection", connection, "Only those of this connection");

    ImportOptions options;
    auto* import = app.add_subcommand("import", kImportHelp);
    import->add_option("file", options.file, "The CSV file; - reads standard input")->required();
    import->add_flag("--dry-run", options.dry_run, "Only say what would be done");
    import->add_option("--confirm", options.confirmed, "Codes of warnings that are accepted")
        ->delimiter(',');

    TwinFiles files;
    TwinWish twin;
    auto* twins = app.add_subcommand("twins", kTwinsHelp);
    twins->add_option("project", files.project, "The other server's project file")->required();
    twins->add_option("--objects", files.objects, "Its objects, for their types");
    twins->add_option("--connection", twin.connection, "Id of the connection here")->required();
    twins->add_option("--from", twin.from, "Id of the connection there, if it has several");
    twins->add_option("--prefix", twin.prefix, "Goes before the ids of the twins");

    try {
        app.parse(argc, argv);
        if (*topics && command->empty() && report->empty()) {
            throw CLI::RequiredError("--command or --report");
        }
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : kUsage;
    }
    if (*twins) return print_twins(files, twin);
    const auto ask = runtime_at(socket);
    if (*topics) return run_topics(ask, wish, std::cout, std::cerr);
    if (*save) return run_export(ask, connection, std::cout, std::cerr);
    return import_file(ask, options);
}

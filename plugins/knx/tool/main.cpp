// SPDX-License-Identifier: Apache-2.0
// busbar-knx: the KNX plugin's own commands. `busbar knx …` runs it.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "knx/tool/demo_command.hpp"
#include "knx/tool/dpt_command.hpp"
#include "knx/tool/frame_command.hpp"
#include "knx/tool/monitor_command.hpp"

namespace {

constexpr auto kDptHelp = R"(Decodes and encodes KNX datapoint types.

Reads one JSON object a line from standard input and answers each with one line:
  {"op":"decode","dpt":"9.001","raw":"0c1a"}   -> {"value":21.0,"text":"21 °C","unit":"°C"}
  {"op":"encode","dpt":"9.001","value":21}     -> {"raw":"0c1a",...}
  anything that is wrong                       -> {"error":"value","message":"..."}
"raw" is the payload: one octet for types below 8 bits, else exactly the type's octets.
Structured types take and give an object of named fields; --list shows the names.
Errors: json, request, dpt, hex, length, bits, value.)";

constexpr auto kDemoHelp =
    R"(Prints a project file: a building without hardware, to load the system with.

  busbar knx demo --objects 10000 --rate 1000 >demo.json
  busbard --project demo.json --state /tmp/demo

Rooms of 13 objects (lights, dimmers, blinds, sensors, ...), 20 rooms a floor, on a simulated KNX line;
the sensors send --rate telegrams a second together. Each object has an MQTT topic.)";

int print_demo(const knx::DemoOptions& options) {
    const auto project = knx::demo_project(options);
    if (!project) {
        std::cerr << "busbar knx demo: " << project.error().message << '\n';
        return 2;
    }
    std::cout << *project << '\n';
    return 0;
}

// Adds `demo`; `exit_code` is that of the program.
void add_demo(CLI::App& app, knx::DemoOptions& options, int& exit_code) {
    auto* demo = app.add_subcommand("demo", kDemoHelp);
    demo->add_option("--objects", options.objects, "How many objects, 1 to 10000")
        ->capture_default_str();
    demo->add_option("--rate", options.rate, "Telegrams a second; 0: no sensors")
        ->capture_default_str();
    demo->add_option("--broker", options.broker,
                     "HOST[:PORT] of an MQTT broker, or none; else the integrated one");
    demo->add_option("--topic", options.topic,
                     "Topic of an object, before /set and /state; knows {floor}, {room}, {object}, "
                     "{id}")
        ->capture_default_str();
    demo->callback([&] { exit_code = print_demo(options); });
}

constexpr auto kFrameHelp = R"(Explains KNXnet/IP frames and cEMI messages.

Reads one frame in hex a line from standard input and answers each with one JSON line:
  061004200015040107002900bce011050a03010081  -> {"service":"TUNNELLING_REQUEST",...}
  2900bce011050a03010081                      -> {"code":"L_Data.ind","source":"1.1.5",
                                                  "destination":"1/2/3",
                                                  "apci":"GroupValueWrite","data":"01",...}
  anything that is wrong                      -> {"error":"length","message":"..."}
Blanks, ':' and '-' between digits are ignored.
Errors: hex, frame, header, length, service, body, cemi, apci.)";

constexpr auto kMonitorHelp = R"(Shows every group telegram of the running KNX plugin as it passes.

What has an object is decoded with the object's datapoint type; of the rest the raw octets are
shown. On a terminal the space bar pauses and goes on, q ends. An option that is given several
times lets through what fits one of its values.)";

// Turns the texts of an option into ranges; a wrong one is an error of the command line.
template <class Parse>
std::vector<knx::AddressRange> ranges(const std::vector<std::string>& texts, Parse parse) {
    std::vector<knx::AddressRange> ranges;
    for (const auto& text : texts) {
        const auto range = parse(text);
        if (!range) throw CLI::ValidationError(range.error().message);
        ranges.push_back(*range);
    }
    return ranges;
}

// What the words of `busbar knx monitor` say.
struct MonitorWords {
    knx::MonitorOptions options;
    std::vector<std::string> groups;
    std::vector<std::string> sources;
    bool json = false;
    bool csv = false;
};

void add_monitor(CLI::App& app, MonitorWords& words) {
    auto& options = words.options;
    auto* monitor = app.add_subcommand("monitor", kMonitorHelp);
    monitor->add_option("--group", words.groups, "To 1/2/3, 1/2/*, 1/2/0-1/2/99")->delimiter(',');
    monitor->add_option("--source", words.sources, "From 1.1.5, 1.1.*")->delimiter(',');
    monitor->add_option("--object", options.filter.objects, "Of objects with this in their id")
        ->delimiter(',');
    monitor->add_option("--service", options.filter.services, "Of this service")
        ->delimiter(',')
        ->check(CLI::IsMember({"read", "response", "write", "secured"}));
    monitor->add_option("--interface", options.filter.interfaces, "On this interface")
        ->delimiter(',');
    monitor->add_option("--count", options.telegrams_max, "End after so many telegrams");
    auto* json = monitor->add_flag("--json", words.json, "One JSON object a line");
    monitor->add_flag("--csv", words.csv, "Comma separated values")->excludes(json);
    monitor->add_option("--socket", options.socket, "The runtime's socket")
        ->envname("BUSBAR_SOCKET")
        ->capture_default_str();
}

int run_monitor(MonitorWords& words) {
    auto& options = words.options;
    options.filter.groups = ranges(words.groups, knx::parse_group_range);
    options.filter.sources = ranges(words.sources, knx::parse_individual_range);
    if (words.json) options.format = knx::LineFormat::Json;
    if (words.csv) options.format = knx::LineFormat::Csv;
    const bool terminal = ::isatty(STDIN_FILENO) != 0 && ::isatty(STDOUT_FILENO) != 0;
    if (terminal) options.keys = STDIN_FILENO;
    return knx::run_monitor_command(options, std::cout, std::cerr);
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Commands of Busbar's KNX plugin.", "busbar-knx");
    app.require_subcommand(1);

    auto* dpt = app.add_subcommand("dpt", kDptHelp);
    bool list = false;
    dpt->add_flag("--list", list, "Print every datapoint type as a JSON line, read nothing");
    dpt->callback([&] {
        if (list) {
            knx::list_dpts(std::cout);
        } else {
            knx::run_dpt_command(std::cin, std::cout);
        }
    });

    knx::DemoOptions demo;
    int exit_code = 0;
    add_demo(app, demo, exit_code);
    app.add_subcommand("frame", kFrameHelp)->callback([] {
        knx::run_frame_command(std::cin, std::cout);
    });

    MonitorWords monitor;
    add_monitor(app, monitor);

    try {
        app.parse(argc, argv);
        if (app.got_subcommand("monitor")) return run_monitor(monitor);
    } catch (const CLI::ParseError& error) {
        constexpr int kUsage = 2;
        return app.exit(error) == 0 ? 0 : kUsage;
    }
    return std::cout ? exit_code : 1;
}

// SPDX-License-Identifier: Apache-2.0
// busbar-knx: the KNX plugin's own commands. `busbar knx …` runs it.
#include <CLI/CLI.hpp>
#include <iostream>

#include "knx/tool/demo_command.hpp"
#include "knx/tool/dpt_command.hpp"
#include "knx/tool/frame_command.hpp"

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

    CLI11_PARSE(app, argc, argv);
    return std::cout ? exit_code : 1;
}

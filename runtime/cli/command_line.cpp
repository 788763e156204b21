// SPDX-License-Identifier: Apache-2.0
// CommandLine on CLI11.
#include "cli/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <ostream>

#include "base/version.hpp"
#include "cli/plugin_program.hpp"

namespace busbar {
namespace {

constexpr auto kDescription =
    "Asks and tells the Busbar runtime.\n"
    "`busbar PLUGIN …` runs the commands that a plugin brings.";
constexpr auto kFooter =
    "Exit codes: 0 done; 1 refused or failed; 2 wrong command line; 3 no runtime answers;\n"
    "4 no answer in time.";

// Everything that the words can say.
struct Words {
    std::filesystem::path socket = "/run/busbar/busbar.sock";
    std::filesystem::path plugins = default_plugins_directory();
    bool json = false;
    std::string pattern;
    bool watch = false;
    std::string object;
    std::string value;
    std::uint32_t timeout_ms = 5000;
    std::string plugin;
    std::string verb;
    std::string collection;
    ItemAction action;
    std::string file;
    Apply apply;
    std::uint64_t lines = 100;
    bool follow = false;
};

void add_globals(CLI::App& app, Words& words) {
    app.add_option("--socket", words.socket, "The runtime's socket")
        ->envname("BUSBAR_SOCKET")
        ->capture_default_str();
    app.add_option("--plugins", words.plugins, "Folder of the plugins, for `busbar PLUGIN …`")
        ->capture_default_str();
    app.add_flag("--json", words.json, "Print JSON instead of words");
    app.set_version_flag("--version", std::string("busbar ") + kVersion);
}

void add_object_commands(CLI::App& app, Words& words) {
    constexpr auto kPattern = "Only objects with this in their id, name or room";
    auto* objects = app.add_subcommand("objects", "What there is, and its states");
    objects->add_option("PATTERN", words.pattern, kPattern);
    objects->add_flag("--watch", words.watch, "Go on as they change");
    auto* set = app.add_subcommand("set", "Command an object, and wait for the result");
    set->add_option("OBJECT", words.object, "Id of the object")->required();
    set->add_option("VALUE", words.value, "on, off, 21.5, a label, a text, 0x0c1a, {\"hour\": 7}")
        ->required();
    set->add_option("--timeout", words.timeout_ms, "How long to wait, milliseconds")
        ->check(CLI::Range(1, 60'000))
        ->capture_default_str();
    auto* monitor = app.add_subcommand("monitor", "Every state that passes, with its cause");
    monitor->add_option("PATTERN", words.pattern, kPattern);
}

void add_plugin_commands(CLI::App& app, Words& words) {
    app.add_subcommand("plugins", "The plugins, and what their items say of themselves");
    auto* plugin = app.add_subcommand("plugin", "Start, stop or restart a plugin");
    plugin->add_option("VERB", words.verb, "start, stop or restart")
        ->required()
        ->check(CLI::IsMember({"start", "stop", "restart"}));
    plugin->add_option("PLUGIN", words.plugin, "Id of the plugin")->required();
    auto* items = app.add_subcommand("items", "The settings of a plugin");
    items->add_option("PLUGIN", words.plugin, "Id of the plugin")->required();
    items->add_option("COLLECTION", words.collection, "Only this collection");
    auto* action = app.add_subcommand("action", "Ask an item to do something: start, test, …");
    action->add_option("PLUGIN", words.action.plugin, "Id of the plugin")->required();
    action->add_option("COLLECTION", words.action.collection, "Name of the collection")->required();
    action->add_option("ITEM", words.action.item, "Id of the item")->required();
    action->add_option("ACTION", words.action.action, "Name of the action")->required();
    action->add_option("KEY=VALUE", words.action.parameters, "Parameters of the action");
}

void add_project_commands(CLI::App& app, Words& words) {
    auto* exported = app.add_subcommand("export", "The whole configuration as a project file");
    exported->add_option("FILE", words.file, "Where to; standard output without one");
    auto* apply = app.add_subcommand("apply", "Make a project file true: all of it or nothing");
    apply->add_option("FILE", words.apply.file, "The file; - for standard input")->required();
    apply->add_flag("--dry-run", words.apply.dry_run, "Only show what would change");
    apply->add_flag("--prune", words.apply.prune, "Remove what the file does not name");
    apply->add_option("--confirm", words.apply.confirmed, "Codes of the warnings to accept")
        ->delimiter(',');
}

void add_commands(CLI::App& app, Words& words) {
    app.add_subcommand("status", "Is all well?");
    add_object_commands(app, words);
    add_plugin_commands(app, words);
    add_project_commands(app, words);
    auto* logs = app.add_subcommand("logs", "The runtime's log");
    logs->add_option("--lines", words.lines, "How many of the newest; 0 for all that are kept")
        ->capture_default_str();
    logs->add_flag("--follow", words.follow, "Go on as they are written");
    for (auto* command : app.get_subcommands({})) command->fallthrough();
}

ExitCode run(const std::string& command, const Words& words, Session& session) {
    if (command == "status") return run_status(session);
    if (command == "objects") return run_objects(session, words.pattern, words.watch);
    if (command == "set") return run_set(session, words.object, words.value, words.timeout_ms);
    if (command == "monitor") return run_monitor(session, words.pattern);
    if (command == "plugins") return run_plugins(session);
    if (command == "plugin") return run_plugin(session, words.verb, words.plugin);
    if (command == "items") return run_items(session, words.plugin, words.collection);
    if (command == "action") return run_action(session, words.action);
    if (command == "export") return run_export(session, words.file);
    if (command == "apply") return run_apply(session, words.apply);
    return run_logs(session, words.lines, words.follow);
}

ExitCode run_plugin_program(const Words& words, std::vector<std::string> rest, CLI::App& app,
                            std::ostream& err) {
    const auto word = rest.front();
    rest.erase(rest.begin());
    const auto program = plugin_program(words.plugins, word);
    if (program) {
        // First: what is printed before it would be printed by the program that we become.
        const auto failed = become(*program, rest, words.socket);
        err << "busbar: " << failed.message << '\n';
        return ExitCode::Refused;
    }
    err << "busbar: '" << word << "' is no command, and " << program.error().message
        << ".\nCommands:";
    for (const auto* command : app.get_subcommands({})) err << ' ' << command->get_name();
    err << "\nPlugins with commands:";
    const auto plugins = plugins_with_program(words.plugins);
    for (const auto& plugin : plugins) err << ' ' << plugin;
    err << (plugins.empty() ? " none\n" : "\n");
    return ExitCode::Usage;
}

}  // namespace

std::vector<std::string> guard_negative_number(std::vector<std::string> arguments) {
    if (arguments.empty() || arguments.front().empty()) return arguments;
    const auto& last = arguments.back();
    const bool negative = last.size() > 1 && last[0] == '-' &&
                          std::string_view("0123456789.").find(last[1]) != std::string_view::npos;
    if (negative) arguments.insert(arguments.end() - 1, "--");
    return arguments;
}

ExitCode run_command_line(std::vector<std::string> arguments, const Console& console) {
    Words words;
    CLI::App app(kDescription, "busbar");
    app.footer(kFooter);
    add_globals(app, words);
    add_commands(app, words);
    app.prefix_command();  // what begins with no command of ours is left for a plugin's program
    arguments = guard_negative_number(std::move(arguments));
    std::reverse(arguments.begin(), arguments.end());  // as CLI11 takes them
    try {
        app.parse(std::move(arguments));
    } catch (const CLI::ParseError& error) {
        return app.exit(error, console.out, console.err) == 0 ? ExitCode::Done : ExitCode::Usage;
    }
    const auto commands = app.get_subcommands();
    const auto rest = app.remaining();
    if (commands.empty() && !rest.empty() && !rest.front().starts_with('-')) {
        return run_plugin_program(words, rest, app, console.err);
    }
    if (!rest.empty()) {
        console.err << "busbar: what is '" << rest.front() << "'? See busbar --help\n";
        return ExitCode::Usage;
    }
    if (commands.empty()) {
        console.err << app.help();
        return ExitCode::Usage;
    }
    Session session{Client(words.socket), words.json, console.terminal, console.out, console.err};
    return run(commands.front()->get_name(), words, session);
}

}  // namespace busbar

"""Measures Holdfast's matching beside Splink. Called by run: BINARY SHARED WORK RECORDS."""
import json, os, resource, statistics, subprocess, sys, time

binary, shared, work, records = sys.argv[1:5]
start = [binary] if os.path.basename(binary) != "holdfast" else [binary, "match"]
tools, sets = f"{shared}/tools", f"{shared}/data/linkage"
RUNS = 3


def measured(command, **more):
    """CPU seconds, wall seconds and peak MiB of a command."""
    begun = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, **more)
    out = child.stdout.read()
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        return None
    return dict(cpu=usage.ru_utime + usage.ru_stime, wall=time.monotonic() - begun, mib=usage.ru_maxrss / 1024, out=out)


def median(command):
    all = [measured(command) for _ in range(RUNS)]
    if any(it is None for it in all):
        return None
    return {key: statistics.median(it[key] for it in all) for key in ("cpu", "wall", "mib")}


def score(*words):
    return json.loads(subprocess.check_output([sys.executable, f"{tools}/match_score.py", *words]))


def accuracy():
    goals = dict(febrl1=(1, 1), febrl2=(.9995, .9995), febrl3=(.9997, 1), fake1000=(.955, .98), rldata500=(.9899, .9899),
                 historical_a=(.89, .955), synth_a=(.973, .98))
    print("set            pair F1  (goal)   cluster F1  (goal)")
    for name, goal in goals.items():
        clusters, pairs = f"{work}/{name}.clusters.csv", f"{work}/{name}.pairs.csv"
        measured(start + ["dedupe", f"{sets}/{name}.csv"] + files(clusters, pairs))
        pair = score("pairs", f"{sets}/{name}.truth.csv", pairs)["at_0.5"]["f1"]
        cluster = score("clusters", f"{sets}/{name}.truth.csv", clusters)["pairwise"]["f1"]
        print(f"{name:14} {pair:.4f}  ({goal[0]:.4f})   {cluster:.4f}    ({goal[1]:.4f})")
    answers = f"{work}/link_a.csv"
    measured(start + ["link", f"{sets}/link_a.query.csv", f"{sets}/link_a.index.csv"] + files(answers))
    print(f"link_a         {score('link', f'{sets}/link_a.truth.csv', answers)['f1']:.4f}  (0.9780)")


def files(out, pairs=None):
    if len(start) == 1:
        return [out] + ([pairs] if pairs else [])
    return ["--out", out] + (["--pairs", pairs] if pairs else [])


def generated(kind, *words):
    prefix = f"{work}/{kind}{words[0]}"
    last = f"{prefix}.truth.csv"
    if not os.path.exists(last):
        subprocess.check_call([sys.executable, f"{tools}/gen_people.py", kind, *words, f"{tools}/gen_people_tables.json", prefix],
                              stdout=subprocess.DEVNULL)
    return prefix


def speed():
    prefix = generated("dedupe", records, "20261123")
    ours = median(start + ["dedupe", f"{prefix}.csv"] + files(f"{work}/speed.csv"))
    found = score("clusters", f"{prefix}.truth.csv", f"{work}/speed.csv")["pairwise"]["f1"]
    print(f"\n{records} records, CSV to clusters, training included, median of {RUNS}")
    print(f"Holdfast  {ours['cpu']:7.1f} CPU s  {ours['wall']:7.1f} s  {ours['mib']:6.0f} MiB  cluster F1 {found:.4f}")
    theirs = median([sys.executable, os.path.join(os.path.dirname(__file__), "splink_run.py"), f"{prefix}.csv", f"{work}/splink.csv"])
    if theirs is None:
        print("Splink    not run: it is not installed or failed")
        return
    found = score("clusters", f"{prefix}.truth.csv", f"{work}/splink.csv")["pairwise"]["f1"]
    print(f"Splink    {theirs['cpu']:7.1f} CPU s  {theirs['wall']:7.1f} s  {theirs['mib']:6.0f} MiB  cluster F1 {found:.4f}")
    print("(Splink with the settings of splink_run.py, not tuned by labels: its F1 here is no measure of what it can do)")
    print(f"Holdfast needs {ours['cpu'] / theirs['cpu']:.2f} of the CPU and {ours['mib'] / theirs['mib']:.2f} of the memory")


def looked_up():
    prefix = generated("link", records, "10000", "20261125")
    it = measured(start + ["serve-bench", f"{prefix}.index.csv", f"{prefix}.query.csv"])
    print(f"\nlook-ups one at a time in {records}: {it['out'].decode().strip()}" if it else "look-ups failed")


accuracy()
speed()
looked_up()

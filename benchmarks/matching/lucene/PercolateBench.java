import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.Term;
import org.apache.lucene.monitor.MatchingQueries;
import org.apache.lucene.monitor.Monitor;
import org.apache.lucene.monitor.MonitorConfiguration;
import org.apache.lucene.monitor.MonitorQuery;
import org.apache.lucene.monitor.MultipassTermFilteredPresearcher;
import org.apache.lucene.monitor.Presearcher;
import org.apache.lucene.monitor.QueryMatch;
import org.apache.lucene.monitor.TermFilteredPresearcher;
import org.apache.lucene.monitor.TermWeightor;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * Rules and events as tab-separated lines -> how long Lucene Monitor takes for one event, and which rules each event
 * rings.
 *
 * <p>A line is an id and then {@code key=value|value} (the bar stands for U+001F). Values of counts are
 * {@code what:low:high}, high empty where there is none. One thread; figures go to standard output as JSON.
 */
public final class PercolateBench {
  private static final String OR = "\u001f";
  private static final Set<String> TEXTS = Set.of("keywords", "places");
  private static final int BATCH = 10_000;

  public static void main(String[] arguments) throws IOException {
    List<String[]> rules = read(Path.of(arguments[0]));
    List<String[]> events = read(Path.of(arguments[1]));
    Path matches = Path.of(arguments[2]);
    String presearcher = arguments[3];
    double warmUpSeconds = Double.parseDouble(arguments[4]);

    MonitorConfiguration configuration = new MonitorConfiguration();
    long before = usedBytes();
    long start = System.nanoTime();
    try (Monitor monitor = new Monitor(new WhitespaceAnalyzer(), presearcher(presearcher, rules), configuration)) {
      load(monitor, rules);
      double loadSeconds = (System.nanoTime() - start) / 1e9;
      long heap = usedBytes() - before;
      writeMatches(monitor, events, matches);
      long end = System.nanoTime() + (long) (warmUpSeconds * 1e9);
      while (System.nanoTime() < end) {
        for (int i = 0; i < events.size() && System.nanoTime() < end; i++) {
          match(monitor, events.get(i));
        }
      }
      double[] times = new double[events.size()];
      long candidates = 0;
      for (int i = 0; i < times.length; i++) {
        long begun = System.nanoTime();
        MatchingQueries<QueryMatch> found = match(monitor, events.get(i));
        times[i] = (System.nanoTime() - begun) / 1e3;
        candidates += found.getQueriesRun();
      }
      double[][] changes = changes(monitor, rules);
      System.out.printf(
          Locale.ROOT,
          "{\"p50_us\": %.1f, \"p95_us\": %.1f, \"candidates\": %.1f, \"load_s\": %.2f, \"heap_mb\": %.0f, "
              + "\"add_us\": %.1f, \"remove_us\": %.1f}%n",
          quantile(times, 0.5),
          quantile(times, 0.95),
          (double) candidates / times.length,
          loadSeconds,
          heap / 1e6,
          quantile(changes[0], 0.5),
          quantile(changes[1], 0.5));
    }
  }

  private static List<String[]> read(Path path) throws IOException {
    try (Stream<String> lines = Files.lines(path)) {
      return lines.map(line -> line.split("\t")).collect(Collectors.toList());
    }
  }

  private static void load(Monitor monitor, List<String[]> rules) throws IOException {
    List<MonitorQuery> batch = new ArrayList<>();
    for (String[] rule : rules) {
      batch.add(new MonitorQuery(rule[0], query(rule)));
      if (batch.size() == BATCH) {
        monitor.register(batch);
        batch.clear();
      }
    }
    monitor.register(batch);
  }

  private static MatchingQueries<QueryMatch> match(Monitor monitor, String[] event) throws IOException {
    return monitor.match(document(event), QueryMatch.SIMPLE_MATCHER);
  }

  private static void writeMatches(Monitor monitor, List<String[]> events, Path path) throws IOException {
    try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(path))) {
      for (String[] event : events) {
        Collection<QueryMatch> found = match(monitor, event).getMatches();
        out.println(event[0] + "\t" + found.stream().map(QueryMatch::getQueryId).collect(Collectors.joining(" ")));
      }
    }
  }

  /** Microseconds to add each of some further rules, and to remove each of them. */
  private static double[][] changes(Monitor monitor, List<String[]> rules) throws IOException {
    int some = Math.min(50, rules.size());
    double[] added = new double[some];
    double[] removed = new double[some];
    for (int i = 0; i < some; i++) {
      MonitorQuery further = new MonitorQuery("further-" + i, query(rules.get(i)));
      long begun = System.nanoTime();
      monitor.register(further);
      added[i] = (System.nanoTime() - begun) / 1e3;
    }
    for (int i = 0; i < some; i++) {
      long begun = System.nanoTime();
      monitor.deleteById("further-" + i);
      removed[i] = (System.nanoTime() - begun) / 1e3;
    }
    return new double[][] {added, removed};
  }

  private static Query query(String[] rule) {
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (int i = 1; i < rule.length; i++) {
      int equals = rule[i].indexOf('=');
      String key = rule[i].substring(0, equals);
      String[] values = rule[i].substring(equals + 1).split(OR);
      all.add(anyOf(key, values), BooleanClause.Occur.FILTER);
    }
    return all.build();
  }

  private static Query anyOf(String key, String[] values) {
    if (values.length == 1) {
      return condition(key, values[0]);
    }
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (String value : values) {
      any.add(condition(key, value), BooleanClause.Occur.SHOULD);
    }
    return any.build();
  }

  private static Query condition(String key, String value) {
    if (key.equals("counts")) {
      String[] parts = value.split(":", -1);
      long[] lowest = {Long.parseLong(parts[1]), Long.MIN_VALUE};
      long[] highest = {Long.MAX_VALUE, bound(parts[2])};
      return LongPoint.newRangeQuery("counts." + parts[0], lowest, highest);
    }
    String[] words = TEXTS.contains(key) ? value.split(" ") : new String[] {value};
    return words.length == 1 ? new TermQuery(new Term(key, words[0])) : new PhraseQuery(key, words);
  }

  private static Document document(String[] event) {
    Document document = new Document();
    for (int i = 1; i < event.length; i++) {
      int equals = event[i].indexOf('=');
      String key = event[i].substring(0, equals);
      for (String value : event[i].substring(equals + 1).split(OR)) {
        document.add(field(key, value));
      }
    }
    return document;
  }

  private static Field field(String key, String value) {
    if (key.equals("counts")) {
      String[] parts = value.split(":", -1);
      return new LongPoint("counts." + parts[0], Long.parseLong(parts[1]), bound(parts[2]));
    }
    return TEXTS.contains(key) ? new TextField(key, value, Field.Store.NO) : new StringField(key, value, Field.Store.NO);
  }

  private static long bound(String high) {
    return high.isEmpty() ? Long.MAX_VALUE : Long.parseLong(high);
  }

  /** "default" is how the library comes; the others are told how rare each term is among the rules. */
  private static Presearcher presearcher(String name, List<String[]> rules) {
    if (name.equals("default")) {
      return new TermFilteredPresearcher();
    }
    Map<Term, Integer> rulesWith = new HashMap<>();
    for (String[] rule : rules) {
      for (int i = 1; i < rule.length; i++) {
        String key = rule[i].substring(0, rule[i].indexOf('='));
        for (String value : rule[i].substring(key.length() + 1).split(OR)) {
          for (String word : TEXTS.contains(key) ? value.split(" ") : new String[] {value}) {
            rulesWith.merge(new Term(key, word), 1, Integer::sum);
          }
        }
      }
    }
    TermWeightor rarest = term -> 1.0 / (1 + rulesWith.getOrDefault(term, 0));
    return name.equals("rarest")
        ? new TermFilteredPresearcher(rarest, List.of(), Set.of())
        : new MultipassTermFilteredPresearcher(Integer.parseInt(name), 0f, rarest, List.of(), Set.of());
  }

  private static long usedBytes() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  private static double quantile(double[] values, double share) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[Math.min((int) (sorted.length * share), sorted.length - 1)];
  }
}
